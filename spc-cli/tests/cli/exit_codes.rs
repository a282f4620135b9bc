//! One test for each row of the exit code table: scripts and Makefiles depend on it.
