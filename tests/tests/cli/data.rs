//! Numbers from files: what is read, and what is said where a file is not as it should be.

use chainrule_tests::{Folder, new_folder};

use super::run_in;

/// A folder with files of numbers, and a worksheet below it.
fn folder(name: &str) -> Folder {
    let folder = new_folder(&format!("chainrule-data-{name}"));
    std::fs::create_dir(folder.join("below")).expect("a folder can be made");
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }";
    let mut npy = b"\x93NUMPY\x01\x00".to_vec();
    npy.extend(u16::try_from(header.len()).expect("short").to_le_bytes());
    npy.extend(header.as_bytes());
    npy.extend([0.5f64, -2.0].iter().flat_map(|value| value.to_le_bytes()));
    for (file, bytes) in [
        ("train.csv", b"a,b,y\n0.1,2,1\n3,-4e-1,0\n" as &[u8]),
        ("rows.tsv", b"1\t2\n3\t4\n"),
        ("rows.json", b"[[1, 2],\n [3, 4.5]]\n"),
        ("w.npy", &npy),
        ("ragged.csv", b"1,2\n3\n"),
        ("word.csv", b"1,2\n3,many\n"),
        ("nan.csv", b"1,2\n3,NaN\n"),
        ("wide.csv", b"1,2,3\n4,5,6\n"),
        ("empty.csv", b""),
        ("numbers.txt", b"1 2\n"),
        ("below/near.csv", b"1,2\n3,4\n"),
    ] {
        std::fs::write(folder.join(file), bytes).expect("a file can be written");
    }
    folder
}

const SHEET: &str = "X in R^(2x2), w in R^2\nz = X*w\nL = norm(z)^2\ngiven w = [1, -1]\nderive dL/dX\n";

#[test]
fn numbers_are_exact_and_their_file_is_told() {
    let folder = folder("exact");
    for (given, z) in [
        ("given X = file \"train.csv\" columns 1..2", "z = [-1.9, 3.4]"),
        ("given X = file \"train.csv\" columns 2..3", "z = [1, -0.4]"),
        ("given X = file \"rows.tsv\"", "z = [-1, -1]"),
        ("given X = file \"rows.json\"", "z = [-1, -1.5]"),
        ("given X = file \"below/near.csv\"", "z = [-1, -1]"),
    ] {
        std::fs::write(folder.join("a.chain"), format!("{SHEET}{given}\n")).expect("a file can be written");
        let done = run_in(&folder, &["run", "a.chain"]);
        assert_eq!((done.code, done.said.as_str()), (0, ""), "{given}: {}", done.out);
        assert!(done.out.contains(z), "{given}: {}", done.out);
        assert!(done.out.contains("SHA-256 "), "{given}: {}", done.out);
    }
    // `printf 'a,b,y\n0.1,2,1\n3,-4e-1,0\n' | sha256sum`
    std::fs::write(folder.join("a.chain"), format!("{SHEET}given X = file \"train.csv\" columns 1..2\n"))
        .expect("a file can be written");
    let json = run_in(&folder, &["run", "a.chain", "--format", "json"]).out;
    assert!(json.contains("125b5766362a65770abfbfd9c8bd892d658fb9a762edba9b7a6b25c87ec9fb1c"), "{json}");
    // A column is a vector; an array of NumPy is as exact as its doubles.
    let sheet =
        "w, y in R^2\nL = w^T*y\ngiven w = file \"w.npy\", y = file \"train.csv\" column 3\nderive dL/dw\n";
    std::fs::write(folder.join("b.chain"), sheet).expect("a file can be written");
    let done = run_in(&folder, &["run", "b.chain"]);
    assert!(done.out.contains("L = 0.5"), "{}{}", done.said, done.out);
}

#[test]
fn what_is_wrong_with_a_file_is_told_with_its_place() {
    let folder = folder("wrong");
    for (given, wanted) in [
        ("file \"none.csv\"", "`none.csv` can't be read: there is no such file beside the worksheet"),
        ("file \"../a.csv\"", "a worksheet reads files of its own folder, and of those below"),
        ("file \"/etc/hostname\"", "a worksheet reads files of its own folder, and of those below"),
        ("file \"below\"", "it is no file of numbers"),
        ("file \"ragged.csv\"", "line 2 has 1 cells, line 1 has 2"),
        ("file \"word.csv\"", "line 2, column 2: `many` is no number"),
        ("file \"nan.csv\"", "line 2, column 2: `NaN` is no number; leave the sample out"),
        ("file \"wide.csv\"", "`X` is declared 2×2, and this value is 2×3"),
        ("file \"wide.csv\" columns 3..4", "`wide.csv` has 3 columns: there is no column 4"),
        ("file \"wide.csv\" columns 3..2", "expected which columns are taken"),
        ("file \"empty.csv\"", "it holds no numbers"),
        ("file \"numbers.txt\"", "the kind of a file is told by its ending"),
    ] {
        std::fs::write(folder.join("a.chain"), format!("{SHEET}given X = {given}\n"))
            .expect("a file can be written");
        let done = run_in(&folder, &["run", "a.chain"]);
        assert_eq!(done.code, 2, "{given}: {}", done.out);
        assert!(done.said.contains(wanted), "{given}: {}", done.said);
        assert!(done.said.contains("a.chain:6:"), "{given}: {}", done.said);
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let folder = folder("link");
    let inside = folder.join("below");
    std::os::unix::fs::symlink(folder.join("rows.tsv"), inside.join("link.tsv")).expect("a link can be made");
    std::fs::write(inside.join("a.chain"), format!("{SHEET}given X = file \"link.tsv\"\n"))
        .expect("a file can be written");
    let done = run_in(&inside, &["run", "a.chain"]);
    assert!(done.said.contains("it is a link out of the folder of the worksheet"), "{}", done.said);
}
