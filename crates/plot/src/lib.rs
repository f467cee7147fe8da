//! What a picture of a session looks like.
