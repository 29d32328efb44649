//! Compares two lists of lines.

/// Returns the lines that only one list has, in order: `-` before lines of the left list, `+` before lines of the right.
pub fn differing(left: &[String], right: &[String]) -> Vec<String> {
    let all = script(left, right);
    all.into_iter().filter(|line| !line.starts_with(' ')).collect()
}

/// Returns the differing lines with the lines around them, for a report.
pub fn shown(left: &[String], right: &[String]) -> String {
    const AROUND: usize = 2;
    let all = script(left, right);
    let near = |index: usize| {
        let around = index.saturating_sub(AROUND)..(index + AROUND + 1).min(all.len());
        all[around].iter().any(|line| !line.starts_with(' '))
    };
    let mut text = String::new();
    let mut left_out = false;
    for (index, line) in all.iter().enumerate() {
        if near(index) {
            text.push_str(line);
            text.push('\n');
        } else if !left_out {
            text.push_str(" …\n");
        }
        left_out = !near(index);
    }
    text
}

/// Returns the longest common subsequence. The lists are short.
fn script(left: &[String], right: &[String]) -> Vec<String> {
    let mut common = vec![vec![0_usize; right.len() + 1]; left.len() + 1];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            common[i][j] = if left[i] == right[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < left.len() || j < right.len() {
        if i < left.len() && j < right.len() && left[i] == right[j] {
            lines.push(format!(" {}", left[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == right.len() || (i < left.len() && common[i + 1][j] >= common[i][j + 1]) {
            lines.push(format!("-{}", left[i]));
            i += 1;
        } else {
            lines.push(format!("+{}", right[j]));
            j += 1;
        }
    }
    lines
}
