from engine.devices.inventory import Inventory
from engine.devices.sample import Device
from engine.spec import DevicesSpec
from gui.models.device_choice import DeviceChoice, device_choice

GPUS = tuple(
    Device(id=f"GPU-{letter}", kind="gpu", label=f"GPU {n}", name="A GPU") for n, letter in enumerate("ab")
)


def machine(num_cores: int = 4, gpus: tuple[Device, ...] = ()) -> Inventory:
    return Inventory(
        gpus=gpus, cores=tuple(range(num_cores)), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem=""
    )


def choice(*use: str, num_cores: int = 4, gpus: tuple[Device, ...] = (), size: int = 1) -> DeviceChoice:
    return device_choice(DevicesSpec(use=use, cores_per_slice=size), machine(num_cores, gpus))


def test_that_gpus_are_offered_before_slices() -> None:
    assert [device.id for device in choice(num_cores=2, gpus=GPUS).offered] == [
        "GPU-a",
        "GPU-b",
        "cpu:0",
        "cpu:1",
    ]


def test_that_a_named_slice_of_another_size_is_offered_too() -> None:
    assert [device.id for device in choice("cpu:0-1", num_cores=2).offered] == ["cpu:0", "cpu:1", "cpu:0-1"]


def test_that_a_device_of_another_machine_is_missing() -> None:
    assert choice("GPU-elsewhere", "cpu:9").missing == ("GPU-elsewhere", "cpu:9")


def test_that_a_toggle_takes_a_device_in_and_leaves_it_out() -> None:
    assert choice("cpu:2").toggled("cpu:1", ["cpu:2"]) == {"devices.use": ("cpu:1", "cpu:2")}
    assert choice("cpu:1", "cpu:2").toggled("cpu:1", ["cpu:1", "cpu:2"]) == {"devices.use": ("cpu:2",)}


def test_that_a_toggle_goes_on_from_what_the_plan_would_take() -> None:
    assert choice().toggled("cpu:1", ["cpu:0"]) == {"devices.use": ("cpu:0", "cpu:1")}


def test_that_leaving_the_last_one_out_takes_any_of_its_kind() -> None:
    assert choice("GPU-a", gpus=GPUS).toggled("GPU-a", ["GPU-a"]) == {
        "devices.use": (),
        "devices.kind": "gpu",
        "devices.count": 1,
    }


def test_that_a_span_holds_every_tile_between_in_either_direction() -> None:
    assert choice().spanned("cpu:3", "cpu:1") == {"devices.use": ("cpu:1", "cpu:2", "cpu:3")}


def test_that_all_means_all_of_the_kind_in_use() -> None:
    assert choice("GPU-b", gpus=GPUS).all_of_a_kind() == {"devices.use": ("GPU-a", "GPU-b")}
    assert choice(num_cores=2, gpus=GPUS).all_of_a_kind() == {"devices.use": ("cpu:0", "cpu:1")}


def test_that_all_leaves_out_slices_that_share_cores_with_others() -> None:
    assert choice("cpu:0-1", num_cores=2).all_of_a_kind() == {"devices.use": ("cpu:0", "cpu:1")}


def test_that_other_slices_keep_their_number_where_there_are_so_many() -> None:
    here = machine(8)
    named = device_choice(DevicesSpec(use=("cpu:0", "cpu:1", "cpu:2")), here)
    assert named.resliced(here, 2)["devices.use"] == ("cpu:0-1", "cpu:2-3", "cpu:4-5")
    assert named.resliced(here, 4)["devices.use"] == ("cpu:0-3", "cpu:4-7")


def test_that_other_slices_limit_how_many_are_taken() -> None:
    here = machine(8)
    any_six = device_choice(DevicesSpec(count=6), here)
    assert any_six.resliced(here, 2) == {"devices.cores_per_slice": 2, "devices.count": 4}


def test_that_gpus_stay_chosen_when_slices_change() -> None:
    here = machine(4, GPUS)
    mixed = device_choice(DevicesSpec(use=("GPU-a", "cpu:0")), here)
    assert mixed.resliced(here, 2)["devices.use"] == ("GPU-a", "cpu:0-1")
