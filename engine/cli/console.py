"""What a script prints, as it comes."""

from engine.record.folder import RunFolder
from engine.record.lines import NewLines


class Console:
    """The logs of all ranks; lines of other ranks than the first say whose they are."""

    def __init__(self, folder: RunFolder, world_size: int) -> None:
        self._logs = [NewLines(folder.log_path(rank)) for rank in range(world_size)]

    def read(self) -> tuple[str, ...]:
        """The lines that were completed since the last look. Raises RunFolderError."""
        lines = []
        for rank, log in enumerate(self._logs):
            data, _ = log.read()
            mark = f"[rank {rank}] " if rank else ""
            lines += [f"{mark}{line}" for line in data.decode(errors="replace").splitlines()]
        return tuple(lines)
