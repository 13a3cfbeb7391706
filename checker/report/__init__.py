"""Results become reports: one file per format behind one small interface."""
