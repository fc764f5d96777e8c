"""Main memory: how much this process may use, and how much is in use."""

from engine.devices.cgroup import ControlGroups, MemoryGroup


class Memory:
    """The machine's memory, or the control group's where that allows less."""

    def __init__(self, groups: ControlGroups | None = None) -> None:
        import psutil  # when it is needed: the window opens sooner

        machine = psutil.virtual_memory().total
        group = (groups or ControlGroups()).memory_group()
        self._group: MemoryGroup | None = group if group and group.limit_bytes < machine else None
        self.total_bytes: int = self._group.limit_bytes if self._group else machine

    def used_bytes(self) -> int:
        """What cannot be had at once: by anyone on the machine, or by the group where it is the limit."""
        if self._group is not None:
            used = self._group.used_bytes()
            if used is not None:
                return used
        import psutil

        memory = psutil.virtual_memory()
        return int(memory.total - memory.available)
