"""The library for other programs: JSON under `/api/v1`, described by OpenAPI beside the code that answers."""
