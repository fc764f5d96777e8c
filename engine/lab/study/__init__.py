"""A study: one training in many ways, raced against each other over several rounds.

`record` what is asked, `files` its TOML, `expand` the candidates it becomes, `estimate` how long it takes,
`folder` and `events` what is on disk, `race` the runner, `process` the process it lives in, `summary` the
results so far, from events alone.
"""
