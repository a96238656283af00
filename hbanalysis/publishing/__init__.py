"""Notebooks in, pages out: parameters are checked, notebooks run through papermill, folders replaced whole."""
