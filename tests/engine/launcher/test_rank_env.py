"""What a rank is told before it touches CUDA or a network."""

from engine.devices.sample import Device
from engine.launcher.rank_env import clean_environment, rank_env
from engine.plan.records import RankPlan
from tests.engine.launcher.plans import plan_on_slices


def test_that_a_rank_on_cores_sees_no_gpu_and_counts_its_threads() -> None:
    values = rank_env(plan_on_slices(2), 1, {})
    assert values["CUDA_VISIBLE_DEVICES"] == ""
    assert values["OMP_NUM_THREADS"] == "1"


def test_that_a_rank_on_a_gpu_sees_only_it_by_its_uuid() -> None:
    gpus = tuple(
        Device(id=f"GPU-{name}", kind="gpu", label=f"GPU {index}", name="a GPU", index=index)
        for index, name in enumerate("ab")
    )
    ranks = tuple(RankPlan(rank=rank, device_ids=(gpus[1 - rank].id,)) for rank in range(2))
    plan = plan_on_slices(2).model_copy(update={"devices": gpus, "ranks": ranks})
    assert rank_env(plan, 0, {})["CUDA_VISIBLE_DEVICES"] == "GPU-b"
    assert rank_env(plan, 1, {})["CUDA_VISIBLE_DEVICES"] == "GPU-a"
    assert "OMP_NUM_THREADS" not in rank_env(plan, 0, {})


def test_that_one_process_on_two_gpus_sees_both_in_order() -> None:
    gpus = tuple(
        Device(id=f"GPU-{name}", kind="gpu", label=name, name="a GPU", index=0) for name in ("b", "a")
    )
    ranks = (RankPlan(rank=0, device_ids=("GPU-b", "GPU-a")),)
    plan = plan_on_slices(2).model_copy(update={"devices": gpus, "ranks": ranks})
    assert rank_env(plan, 0, {})["CUDA_VISIBLE_DEVICES"] == "GPU-b,GPU-a"


def test_that_ranks_meet_on_the_loopback_unless_a_person_says_otherwise() -> None:
    assert rank_env(plan_on_slices(1), 0, {})["GLOO_SOCKET_IFNAME"].startswith("lo")
    assert "GLOO_SOCKET_IFNAME" not in rank_env(plan_on_slices(1), 0, {"GLOO_SOCKET_IFNAME": "eth0"})


def test_that_another_jobs_variables_are_left_out() -> None:
    assert clean_environment({"MASTER_PORT": "1", "RANK": "3", "HOME": "/h"}) == {"HOME": "/h"}


def test_that_a_rank_on_a_gpu_is_held_to_its_share_of_the_compute_and_one_on_cores_is_not() -> None:
    gpu = Device(id="GPU-a", kind="gpu", label="GPU 0", name="a GPU", index=0)
    ranks = (RankPlan(rank=0, device_ids=("GPU-a",)),)
    plan = plan_on_slices(1).model_copy(update={"devices": (gpu,), "ranks": ranks})
    assert rank_env(plan, 0, {}, compute_share=0.255)["CUDA_MPS_ACTIVE_THREAD_PERCENTAGE"] == "25.5"
    assert "CUDA_MPS_ACTIVE_THREAD_PERCENTAGE" not in rank_env(plan, 0, {})
    assert "CUDA_MPS_ACTIVE_THREAD_PERCENTAGE" not in rank_env(plan_on_slices(1), 0, {}, compute_share=0.5)
