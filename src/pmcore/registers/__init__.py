"""The core's own registers, written like any chapter; ``pmcore.plugin.discovery.BUILT_IN`` lists the modules."""
