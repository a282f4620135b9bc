//! One list for several models: what each of them would ignore is said for it, in whatever order the rows come.

use crate::depot::{Depot, Done, run};

fn desk(list: &str, base: &str) -> (Depot, Done) {
    let depot = Depot::new();
    depot.put("devices.csv", list);
    depot.put("base.xml", base);
    let done = run(&mut depot.command("batch devices.csv --base base.xml --format xml --archive a.tar"));
    assert_eq!(done.code, Some(0), "{done:?}");
    (depot, done)
}

#[test]
fn a_base_is_checked_for_each_model_that_shares_it() {
    let base = "<flat-profile><Admin_Passwd>kX9.mmQ2v</Admin_Passwd><Admin_Password>kX9.mmQ2v</Admin_Password>\
        <Display_Name_1_>{{ext}}</Display_Name_1_></flat-profile>";
    let rows = ["000e08000001,spa504g,1", "000e08000002,8851,2", "000e08000003,,3", "000e08000004,spa502g,4"];
    for order in [[0, 1, 2, 3], [1, 0, 3, 2], [2, 3, 1, 0], [2, 1, 3, 0]] {
        let rows: Vec<&str> = order.iter().map(|row| rows[*row]).collect();
        let (_, done) = desk(&format!("mac,model,ext\n{}\n", rows.join("\n")), base);
        let is_unknown = |line: &&str, name: &str| line.contains("[SPC0501]") && line.contains(name);
        let of = |name: &str| done.stderr.lines().filter(|line| is_unknown(line, name)).collect::<Vec<_>>();
        let (new, old) = (of("no parameter `Admin_Passwd`"), of("no parameter `Admin_Password`"));
        assert!(new.len() == 1 && new[0].contains("8851") && !new[0].contains("SPA50"), "{order:?} {done:?}");
        let names = |name: &str| old[0].contains(name);
        assert!(old.len() == 1 && names("SPA504G") && names("SPA502G") && !names("8851"), "{order:?} {done:?}");
    }
}

#[test]
fn a_column_that_a_model_lacks_is_reported_with_its_first_row() {
    let base = "<flat-profile><Display_Name_1_>{{ext}}</Display_Name_1_></flat-profile>";
    let row = |number: u8, model: &str, password: &str| format!("000e0800000{number},{model},1,{password}\n");
    let list = ["mac,model,ext,Admin_Passwd\n".to_owned(), row(1, "spa504g", "kX9.mmQ2v"), row(2, "8851", "")];
    let list: String =
        list.concat() + &row(3, "8851", "kX9.mmQ2v") + &row(4, "8841", "kX9.mmQ2w") + &row(5, "8851", "kX9.mmQ2v");
    let (_, done) = desk(&list, base);
    let said: Vec<&str> = done.stderr.lines().filter(|line| line.contains("[SPC0501]")).collect();
    assert_eq!(
        said,
        [
            "spc: warning: column `Admin_Passwd`: 8851 has no parameter `Admin_Passwd` [SPC0501]: 2 rows, the first on line 4",
            "spc: warning: column `Admin_Passwd`: 8841 has no parameter `Admin_Passwd` [SPC0501]: line 5"
        ],
        "{done:?}"
    );
    // Where no model has it, that is said once for all.
    let (_, done) = desk(&list.replace("Admin_Passwd", "Admin_Pazzwd"), base);
    assert_eq!(done.stderr.matches("[SPC2007]").count(), 1, "{done:?}");
}

#[test]
fn a_secret_in_a_cell_is_checked_and_never_shown() {
    let base = "<flat-profile><User_ID_1_>1</User_ID_1_><Password_1_>{{password}}</Password_1_>\
        <Admin_Passwd>{{web}}</Admin_Passwd></flat-profile>";
    let list = "mac,password,web\n000e08000001,********,kX9.mmQ2v\n000e08000002,geheim7,admin\n\
        000e08000003,\" geheim8\",kX9.mmQ2v\n000e08000004,*****,kX9.mmQ2v\n000e08000005,gehéim,kX9.mmQ2v\n";
    let (_, done) = desk(list, base);
    for said in [
        "column `password`: `Password_1_`: set to asterisks",
        "[SPC0713]: 2 rows, the first on line 2",
        "column `web`: `Admin_Passwd`: a well-known default [SPC0711]: line 3",
        "this secret has a character that is not ASCII",
    ] {
        assert!(done.stderr.contains(said), "{said}: {done:?}");
    }
    assert!(!done.stderr.contains("geh") && !done.stderr.contains("kX9"), "{done:?}");
    // However many good ones come before it.
    let many: String = (0..1500).map(|row| format!("000e0801{row:04x},pA.{row},kX9.{row}q\n")).collect();
    let (_, done) = desk(&format!("mac,password,web\n{many}000e08000001,***,kX9.mmQ2v\n"), base);
    assert!(done.stderr.contains("[SPC0713]: line 1502"), "{done:?}");
}

/// What the warnings say, without those about the list's own file.
fn warnings(done: &Done) -> Vec<&str> {
    let is_one = |line: &&str| line.starts_with("spc: warning: ") && !line.contains("[SPC2030]");
    done.stderr.lines().filter(is_one).map(|line| &line["spc: warning: ".len()..]).collect()
}

#[test]
fn a_column_beyond_the_model_is_reported_whatever_it_holds() {
    let base = "<flat-profile><User_ID_1_>{{ext}}</User_ID_1_></flat-profile>";
    for (model, column, last) in [
        ("spa504g", "Password_5_", 4),
        ("spa504g", "Password_99_", 4),
        ("spa504g", "Line_Enable_5_", 4),
        ("spa504g", "Display_Name_5_", 4),
        ("spa112", "Password_3_", 2),
        ("8841", "Password_11_", 10),
    ] {
        let list = format!("mac,model,ext,{column}\n000e08000001,{model},1,\n000e08000002,{model},2,Yes\n");
        let (_, done) = desk(&list, base);
        let name = model.replace("spa", "SPA").replace("504g", "504G");
        let said =
            format!("column `{column}`: {name} has no `{column}`: its index goes from 1 to {last} [SPC0502]: line 3");
        assert_eq!(warnings(&done), [said], "{done:?}");
        let (_, done) = desk(&list.replace(",Yes", ","), base);
        assert_eq!(warnings(&done), [""; 0], "no row fills it: {done:?}");
    }
}

#[test]
fn the_model_that_a_base_names_is_that_of_its_rows() {
    let schema = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
        xsi:schemaLocation='http://h/xsd/SPA2102 http://h/xsd/SPA2102/SPA2102-5-1-9.xsd'";
    for (model, base) in [
        ("8851", "<!-- spc: model=8851 --><flat-profile><User_ID_1_>{{ext}}</User_ID_1_></flat-profile>".to_owned()),
        ("SPA2102", format!("<flat-profile {schema}><User_ID_1_>{{{{ext}}}}</User_ID_1_></flat-profile>")),
    ] {
        let (_, done) = desk("mac,ext,Password_1_\n000e08000001,1,kX9.mmQ2v\n", &base);
        assert_eq!(warnings(&done), [""; 0], "{done:?}");
        let (_, done) = desk("mac,ext,Prxy_1_\n000e08000001,1,sip.example.com\n", &base);
        let said = format!(
            "column `Prxy_1_` of `devices.csv` sets a parameter that neither a base nor {model} has [SPC2007]\n\
             spc: hint: did you mean `Proxy_1_`?"
        );
        assert!(done.stderr.contains(&said), "{done:?}");
        // Its cells are checked for it, too.
        let (_, done) = desk("mac,ext,Password_99_,Line_Enable_1_\n000e08000001,1,x,maybe\n", &base);
        let found = warnings(&done);
        let is_beyond =
            |one: &&str| one.contains(&format!("{model} has no `Password_99_`")) && one.contains("[SPC0502]");
        assert!(found.len() == 2 && found.iter().any(is_beyond), "{done:?}");
    }
}

#[test]
fn one_mistake_in_a_name_is_one_finding() {
    let base = "<flat-profile><User_ID_1_>{{ext}}</User_ID_1_></flat-profile>";
    let (_, done) =
        desk("mac,ext,model,Auth_Password_1_\n000e08000001,1,8851,x\n000e08000002,2,spa504g,********\n", base);
    let said = "column `Auth_Password_1_` of `devices.csv` sets a parameter that neither a base nor 8851 nor SPA504G has \
        [SPC2007]";
    assert_eq!(warnings(&done), [said]);
    // Where the base has the parameter, the base is at fault.
    let base = "<flat-profile><Extension_6_>{{ext}}</Extension_6_></flat-profile>";
    let (_, done) = desk("mac,ext,model\n000e08000001,101,6841\n", base);
    assert_eq!(warnings(&done), ["6841 has no `Extension_6_`: its index goes from 1 to 4 [SPC0502]"]);
}

#[test]
fn a_parameter_is_named_once_in_a_finding_about_its_cells() {
    let base = "<flat-profile><Line_Enable_2_>{{on}}</Line_Enable_2_><Password_2_>{{pw}}</Password_2_></flat-profile>";
    let list = "mac,model,on,pw,Line_Enable_1_,Password_1_\n000e08000001,spa504g,maybe,********,maybe,********\n";
    let (_, done) = desk(list, base);
    let mask = "set to asterisks, which a dump shows in place of a password [SPC0713]: line 2";
    let mut said = warnings(&done);
    said.sort_unstable();
    assert_eq!(
        said,
        [
            "column `Line_Enable_1_`: neither `Yes` nor `No` [SPC0520]: line 2".to_owned(),
            format!("column `Password_1_`: {mask}"),
            "column `on`: `Line_Enable_2_`: neither `Yes` nor `No` [SPC0520]: line 2".to_owned(),
            format!("column `pw`: `Password_2_`: {mask}"),
        ]
    );
}
