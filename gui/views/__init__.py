"""The workspaces, one folder each. They show what they are given and tell what is asked; they never act."""
