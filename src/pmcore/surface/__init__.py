"""The surface: what every frontend says, shows, asks and may do next; it knows no toolkit, terminal or socket."""
