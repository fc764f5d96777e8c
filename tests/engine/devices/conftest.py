from tests.engine.devices.fake_nvml import fake_gpus, old_fake_gpus

__all__ = ["fake_gpus", "old_fake_gpus"]
