//! Lists in JSON, good and bad.

use super::*;

fn rows(list: &str) -> Result<Vec<Vec<String>>, RowError> {
    let (mut names, mut found) = (HashMap::new(), Json::new(list.as_bytes(), Arc::default()));
    while let Some((keys, _)) = found.keys()? {
        for key in keys {
            let next = names.len();
            names.entry(key).or_insert(next);
        }
    }
    let mut rows = Json::new(list.as_bytes(), Arc::new(names));
    let (mut row, mut all) = (Row::default(), Vec::new());
    while rows.read(&mut row)? {
        all.push(row.cells().map(str::to_owned).collect());
    }
    Ok(all)
}

#[test]
fn lines_and_arrays_are_the_same_list() {
    let wanted = [["a{\"}", "1", ""], ["", "-2", "x"]];
    for list in [
        "{\"mac\":\"a{\\\"}\",\"n\":1}\n{\"n\":-2,\"z\":\"x\",\"mac\":null}\n",
        "[{\"mac\":\"a{\\\"}\",\"n\":1},\n{\"n\":-2,\"z\":\"x\"}]\n",
        "\u{feff}[\n {\n \"mac\": \"a{\\\"}\",\n \"n\": 1 },\r\n {\"n\":-2,\"z\":\"x\"}\n]",
    ] {
        assert_eq!(rows(list).unwrap(), wanted, "{list}");
    }
    assert!(rows("[]").unwrap().is_empty() && rows("\n").unwrap().is_empty());
}

#[test]
fn values_that_cannot_be_cells_are_refused_with_a_reason() {
    for (value, why) in [
        ("[1]", "an array"),
        ("{\"x\":1}", "an object"),
        ("9007199254740993", "2^53"),
        ("-9007199254740993", "2^53"),
        ("123456789012345678901234567890", "2^53"),
        ("1.5", "a fraction"),
        ("true", "true or false"),
    ] {
        let refused = rows(&format!("{{\"a\":{value}}}\n"));
        let is_it = matches!(&refused, Err(RowError::Row(fault)) if fault.cause.to_string().contains(why));
        assert!(is_it, "{value}: {refused:?}");
    }
    assert_eq!(rows("{\"a\":9007199254740992}").unwrap(), [["9007199254740992"]]);
    let refused = rows("{\"a\":1,\"b\":2,\"a\":3}");
    assert!(
        matches!(&refused, Err(RowError::Row(fault)) if fault.cause == Cause::RepeatedKey("a".into())),
        "{refused:?}"
    );
}

#[test]
fn anything_but_one_object_per_line_is_refused() {
    for list in ["[{},", "[{}", "{\"a\":1", "{}{}", "[{},{}]", "{} x", "[1]", "{},\n{}", "[{}]\n[{}]", "[{}]x"] {
        let refused = rows(list);
        assert!(matches!(refused, Err(RowError::List(_))), "{list}: {refused:?}");
    }
    for (list, why) in [
        ("{\"a\":\"x\",}\n", "not JSON: trailing comma"),
        ("{\"a\":\"x\",\"pin\":012}\n", "not JSON, in the value of `pin`: invalid number"),
        ("{\"a\":\"x\",\"planted\"}\n", "not JSON: expected `:`"),
    ] {
        let broken = rows(list);
        assert!(matches!(&broken, Err(RowError::Row(fault)) if fault.cause.to_string() == why), "{broken:?}");
    }
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(LONGEST_ROW));
    assert!(matches!(rows(&long), Err(RowError::List(Cause::RowTooLong))));
}
