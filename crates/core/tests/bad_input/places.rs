//! Where something stands in a file.

use serde_json::Value as Json;

/// Every place in a file but the whole, as JSON pointers.
pub(crate) fn places(file: &Json) -> Vec<String> {
    let below = |step: String, json: &Json| -> Vec<String> {
        let deeper = places(json).into_iter().map(|place| format!("/{step}{place}"));
        [format!("/{step}")].into_iter().chain(deeper).collect()
    };
    match file {
        Json::Object(fields) => fields.iter().flat_map(|(k, v)| below(k.clone(), v)).collect(),
        Json::Array(list) => {
            list.iter().enumerate().flat_map(|(i, v)| below(i.to_string(), v)).collect()
        }
        _ => Vec::new(),
    }
}

/// The address of a place: `/runs/0/warmup` is `runs[0].warmup`.
pub(crate) fn address(place: &str) -> String {
    let mut path = String::new();
    for step in place.split('/').skip(1) {
        match step.parse::<usize>() {
            Ok(index) => path += &format!("[{index}]"),
            Err(_) if path.is_empty() => path += step,
            Err(_) => path += &format!(".{step}"),
        }
    }
    path
}
