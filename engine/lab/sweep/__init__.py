"""A sweep: one training with other options, trial after trial, in search of the best.

`record` what is asked, `files` its TOML, `written` what a form says of it, `values` what an option takes,
`trials` what is tried and `propose` by whom, `check` whether it can be, `stopping` when a bad one ends early,
`folder` and `events` what is on disk, `runner` who runs it and `trial_runs` its runs, `process` the process
it lives in, `summary` the results so far, from events alone.
"""
