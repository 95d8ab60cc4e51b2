"""Fuzzing: inputs that nobody thought of, thrown at every door through which the words of strangers come in.

::

    __main__     python -m tests.fuzzing TARGET --seconds 900 --corpus DIR
    campaign     one run: guided by coverage (with atheris), or a replay (without it)
    target       one door: what is done with an input, from which inputs to begin, how they are changed
    targets      the doors, a module each
    oracle       what has to be so of every outcome
    scene        the web, the keys and the documents of which the inputs speak
    vocabulary   the words of the standards and of the code, for dictionaries and mutations
    chance       a source of chance that is made of the input's bytes
    json_mutations, picture_mutations, token_mutations    changes that keep the form of what they change

Nothing outside this package depends on atheris: the tests replay the seeds and some mutations of each target in every
run, so that no target can rot.
"""
