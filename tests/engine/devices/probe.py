"""What a process sees of its devices, as one JSON object; the environment is changed between readings.

Usage: python -m tests.engine.devices.probe [NAME=VALUE …]
"""

import ctypes
import dataclasses
import json
import os
import sys

from engine.devices.inventory import read_inventory
from engine.devices.sampler import DeviceSampler


def main() -> None:
    inventory = read_inventory()
    library = ctypes.CDLL("libnvidia-ml.so.1")
    handles_before = library.fake_nvml_num_handles()
    sampler = DeviceSampler((*inventory.gpus, *inventory.cpu_slices(1)[:1]))
    readings = [sampler.sample()]
    for change in sys.argv[1:]:
        name, _, value = change.partition("=")
        os.environ[name] = value
        readings.append(sampler.sample())
    seen = {
        "inventory": inventory.model_dump(mode="json"),
        "readings": [[dataclasses.asdict(sample) for sample in reading] for reading in readings],
        "handles": library.fake_nvml_num_handles() - handles_before,
        "open_while_sampling": library.fake_nvml_num_open(),
    }
    sampler.close()
    sampler.close()
    seen["open_after_close"] = library.fake_nvml_num_open()
    seen["after_close"] = [dataclasses.asdict(sample) for sample in sampler.sample()]
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
