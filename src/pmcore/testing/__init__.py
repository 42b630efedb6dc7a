"""For plugin authors: sentences for specs, a trial desk, and checks of plugins, stores and catalogues."""
