"""How well search ranks: topics and graded judgements of tests/judged, scored with ir-measures."""
