"""The doors: a module for each, with its :data:`TARGET`."""
