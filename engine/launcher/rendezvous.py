"""Where the ranks of one machine meet: a store on a loopback port that the system picks."""

from datetime import timedelta

from torch.distributed import PrefixStore, TCPStore  # type: ignore[attr-defined]  # exported, but under an if
from torch.distributed.elastic.rendezvous import RendezvousHandler, RendezvousInfo, RendezvousStoreInfo

_LOOPBACK = "127.0.0.1"


class LoopbackRendezvous(RendezvousHandler):
    """The rendezvous of a single agent, hosted by itself.

    Elastic's own `c10d` back end is made for many hosts: it sleeps up to 0.3 s at random before it joins,
    resolves the machine's name and runs a heart beat. Here there is nobody else to meet.
    """

    def __init__(self, run_id: str) -> None:
        """Open the store on a free port. Raises RuntimeError (DistNetworkError) where there is none."""
        self._run_id = run_id
        self._store = TCPStore(
            _LOOPBACK, 0, is_master=True, wait_for_workers=False, timeout=timedelta(seconds=60)
        )
        self._closed = False

    @property
    def use_agent_store(self) -> bool:
        """The ranks use the store of the agent and open no port of their own for it."""
        return True

    def get_backend(self) -> str:
        """Name for elastic's log."""
        return "loopback"

    def next_rendezvous(self) -> RendezvousInfo:
        """The one and only member: this agent."""
        place = RendezvousStoreInfo(_LOOPBACK, self._store.port)
        return RendezvousInfo(PrefixStore(f"rendezvous/{self._run_id}", self._store), 0, 1, place)

    def is_closed(self) -> bool:
        """Whether the rendezvous has ended."""
        return self._closed

    def set_closed(self) -> None:
        """End the rendezvous."""
        self._closed = True

    def num_nodes_waiting(self) -> int:
        """Nobody else ever waits."""
        return 0

    def get_run_id(self) -> str:
        """The run's name."""
        return self._run_id

    def shutdown(self) -> bool:
        """End the rendezvous."""
        self._closed = True
        return True
