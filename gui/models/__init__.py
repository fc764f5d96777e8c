"""Qt item models and Qt-free state that views show."""
