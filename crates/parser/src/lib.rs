//! Worksheet text to networks and questions.
