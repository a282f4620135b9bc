//! Whether a JSON value is valid by a JSON schema, as far as the schema of SARIF 2.1.0 uses that language.

use serde_json::{Map, Value};

/// What is wrong with a value by a schema, each with its place; nothing if it is valid. A keyword that is not known here
/// stops the test, so that nothing passes unread.
pub(crate) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(schema, schema, value, "$", &mut faults);
    faults
}

fn check(root: &Value, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
    let Some(keywords) = schema.as_object() else { return };
    for (keyword, wanted) in keywords {
        let fault = match keyword.as_str() {
            "type" => (!is_of_type(value, wanted)).then(|| format!("is not of type {wanted}")),
            "enum" => (!wanted.as_array().unwrap().contains(value)).then(|| format!("is none of {wanted}")),
            "minimum" => {
                let is_less = value.as_f64().is_some_and(|number| number < wanted.as_f64().unwrap());
                is_less.then(|| format!("is less than {wanted}"))
            }
            "maximum" => {
                let is_more = value.as_f64().is_some_and(|number| number > wanted.as_f64().unwrap());
                is_more.then(|| format!("is more than {wanted}"))
            }
            "minItems" => {
                let least = usize::try_from(wanted.as_u64().unwrap()).unwrap();
                let is_fewer = value.as_array().is_some_and(|items| items.len() < least);
                is_fewer.then(|| format!("has fewer than {wanted} items"))
            }
            "uniqueItems" => {
                let repeats =
                    |items: &Vec<Value>| items.iter().enumerate().any(|(at, item)| items[..at].contains(item));
                let is_repeated = wanted == true && value.as_array().is_some_and(repeats);
                is_repeated.then(|| "has an item twice".to_owned())
            }
            "required" => {
                let names = wanted.as_array().unwrap().iter();
                let mut missing = names.filter(|name| value.is_object() && value.get(name.as_str().unwrap()).is_none());
                missing.next().map(|name| format!("lacks {name}"))
            }
            "format" => {
                let is_odd = |sign: char| sign.is_whitespace() || "<>\"{}|\\^`".contains(sign);
                let is_wrong = match (wanted.as_str().unwrap(), value.as_str()) {
                    (_, None) => false,
                    ("uri", Some(text)) => text.contains(is_odd) || !text.contains(':'),
                    ("uri-reference", Some(text)) => text.contains(is_odd),
                    (other, Some(_)) => panic!("{place}: the format {other} is not known here"),
                };
                is_wrong.then(|| format!("is not a {wanted}"))
            }
            "pattern" => {
                assert!(!value.is_string(), "{place}: patterns are not known here");
                None
            }
            _ => None,
        };
        faults.extend(fault.map(|what| format!("{place}: {what}")));
    }
    for (keyword, wanted) in keywords {
        match (keyword.as_str(), wanted) {
            ("$ref", Value::String(path)) => {
                let target = root.pointer(path.strip_prefix('#').unwrap()).unwrap();
                check(root, target, value, place, faults);
            }
            ("anyOf" | "oneOf", Value::Array(ways)) => {
                let fits = ways.iter().filter(|way| is_valid(root, way, value)).count();
                if fits == 0 || (keyword == "oneOf" && fits > 1) {
                    faults.push(format!("{place}: fits {fits} of {keyword}"));
                }
            }
            ("items", schema) => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, schema, item, &format!("{place}[{at}]"), faults);
                }
            }
            ("properties", Value::Object(properties)) => {
                for (name, inner) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = properties.get(name) {
                        check(root, schema, inner, &format!("{place}.{name}"), faults);
                    }
                }
            }
            ("additionalProperties", wanted) => {
                let none = Map::new();
                let known = keywords.get("properties").and_then(Value::as_object).unwrap_or(&none);
                for (name, inner) in
                    value.as_object().into_iter().flatten().filter(|(name, _)| !known.contains_key(*name))
                {
                    let place = format!("{place}.{name}");
                    match wanted {
                        Value::Bool(false) => faults.push(format!("{place}: has no place here")),
                        schema => check(root, schema, inner, &place, faults),
                    }
                }
            }
            (
                "type" | "enum" | "minimum" | "maximum" | "minItems" | "uniqueItems" | "required" | "format"
                | "pattern" | "description" | "default" | "title" | "definitions" | "$schema" | "$id",
                _,
            ) => {}
            (other, _) => panic!("{place}: the keyword {other} is not known here"),
        }
    }
}

fn is_valid(root: &Value, schema: &Value, value: &Value) -> bool {
    let mut faults = Vec::new();
    check(root, schema, value, "$", &mut faults);
    faults.is_empty()
}

fn is_of_type(value: &Value, wanted: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the type {other} is not known here"),
    };
    wanted.as_array().map_or_else(|| is(wanted), |types| types.iter().any(is))
}

#[test]
fn violations_of_a_schema_are_found() {
    let schema = serde_json::json!({
        "type": "object",
        "required": ["a"],
        "additionalProperties": false,
        "properties": { "a": { "$ref": "#/definitions/n" }, "b": { "type": "array", "minItems": 1, "uniqueItems": true } },
        "definitions": { "n": { "type": "integer", "minimum": 1 } },
    });
    let of = |text: &str| faults(&schema, &serde_json::from_str(text).unwrap());
    assert_eq!(of(r#"{"a": 1, "b": [1, 2]}"#), [""; 0]);
    assert_eq!(of("{}"), ["$: lacks \"a\""]);
    assert_eq!(of(r#"{"a": 0}"#), ["$.a: is less than 1"]);
    assert_eq!(of(r#"{"a": "1"}"#), ["$.a: is not of type \"integer\""]);
    assert_eq!(of(r#"{"a": 1, "b": [1, 1]}"#), ["$.b: has an item twice"]);
    assert_eq!(of(r#"{"a": 1, "b": []}"#), ["$.b: has fewer than 1 items"]);
    assert_eq!(of(r#"{"a": 1, "c": 2}"#), ["$.c: has no place here"]);
    assert_eq!(of("[]"), ["$: is not of type \"object\""]);
}
