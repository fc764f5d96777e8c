"""The one place of the window with threads and processes: runs are started, followed and listed from here."""

from gui.engine_thread.thread import EngineThread

__all__ = ["EngineThread"]
