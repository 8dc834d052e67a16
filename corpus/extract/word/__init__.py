"""What makes Word files: styles, numbers, notes, and the body that uses them (ECMA-376, WordprocessingML)."""
