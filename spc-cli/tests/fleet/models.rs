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
    let said: Vec<&str> = done.stderr.lines().filter(|line| line.contains("[SPC2007]")).collect();
    assert_eq!(
        said,
        [
            "spc: warning: column `Admin_Passwd`: 8851 has no parameter with this name [SPC2007]: 2 rows, the first on line 4",
            "spc: warning: column `Admin_Passwd`: 8841 has no parameter with this name [SPC2007]: line 5"
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
        "column `password`: `Password_1_`: `Password_1_` is set to asterisks",
        "[SPC0713]: 2 rows, the first on line 2",
        "column `web`: `Admin_Passwd`: `Admin_Passwd` is a well-known default [SPC0711]: line 3",
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
