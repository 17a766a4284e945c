//! The page of arrays as it is read: what stands on it, in which words, and how long it is.

use chainrule::{Options, Part, Show, run};

use chainrule_tests::sheets::TWO_LAYERS;

use super::{SOFTMAX, report};

fn page(text: &str, width: usize) -> String {
    chainrule_tests::usual_page(&report(text)).text(width, false, false)
}

fn has(page: &str, wanted: &[&str]) {
    for line in wanted {
        assert!(page.contains(line), "{line} is not in\n{page}");
    }
}

#[test]
fn the_result_stands_first_and_each_line_has_its_reason() {
    let printed = page(TWO_LAYERS, 100);
    assert!(printed.starts_with("∂L/∂W₁ = 2·(W₂ᵀ·(z₂ - y) ⊙ σ'(z₁))·xᵀ "), "{printed}");
    assert!(printed.lines().next().is_some_and(|line| line.ends_with(" 3×2")), "{printed}");
    has(
        &printed,
        &[
            "z₁ = W₁·x + b₁        3   z₁[i] = Σ(W₁[i,j]·x[j] for j in 1..2) + b₁[i]",
            "W₁ reaches L along one path: z₁ → h → z₂ → L",
            "∂L/∂h       = (∂z₂/∂h)ᵀ·∂L/∂z₂",
            "linear in h",
            "derivative of sigmoid; nothing beside the diagonal",
            "summed over the row index of W₂: its transpose",
            "entry by entry",
            "row i from ∂L/∂z₁, column j from x",
            "⎢  0.177423   0.354845⎥",
            "0 < σ'(z₁) ≤ 1/4 in every entry",
            "σ'(z₁) = h ⊙ (1 - h)",
            "✓ dL/dW1[1,1] ~= -0.294803",
            "✓ every line and matrix form checked",
        ],
    );
    // By a program in doubles: 2·(z₂ - y) = (-2.53086, 0.277128), times the column (1, 2) of W₂, σ'(-1.5) and 1.
    has(
        &printed,
        &[
            "∂L/∂W₁[1,1] = (2·(z₂[1] - y[1])·W₂[1,1] + 2·(z₂[2] - y[2])·W₂[2,1])·σ'(z₁[1])·x[1]",
            "≈ (2 × ((-0.265429) - 1) × 1 + 2 × (0.138564 - 0) × 2) × 0.149146 × 1",
            "≈ -0.294803",
        ],
    );
    let printed = page(SOFTMAX, 100);
    has(
        &printed,
        &[
            "0 < p[i] < 1 and the entries of p add up to 1",
            "∂p/∂z is symmetric",
            "derivative of softmax\n",
            "the stated sum put in",
        ],
    );
}

/// A softmax of one entry is 1: of a size by letter it is not said that all are below 1.
#[test]
fn what_is_known_is_known_at_every_size() {
    for (size, wanted) in [("n", "0 < p[i] ≤ 1"), ("1", "0 < p[i] ≤ 1"), ("2", "0 < p[i] < 1")] {
        let printed =
            page(&format!("z, y in R^{size}\np = softmax(z)\nL = sum((p - y)^2)\nderive dL/dz"), 100);
        has(&printed, &[wanted]);
    }
    // The slope of a line has no range, and that of a square none.
    let printed = page("z in R^n\nL = sum(z^2)\nderive dL/dz", 100);
    assert!(!printed.contains("What is known"), "{printed}");
}

/// What a line says of its indices is what was done in that line, not in what a function is put to.
#[test]
fn reasons_are_of_the_line_they_stand_by() {
    let inner = "W, U in R^(n×n), x, h in R^n, c in R^n\ng = tanh(W*x + U*h)\nL = sum(c ⊙ g)\nderive dL/dc";
    let printed = page(inner, 100);
    assert!(!printed.contains("summed over"), "{printed}");
    // An inner product is no product entry by entry.
    let printed = page("x in R^n\nv = mean(x^2)\nu = x/sqrt(v)\nL = sum(u^3)\nderive dL/dx", 100);
    has(&printed, &["all entries added up"]);
    let printed = page("X in R^(m×n), W in R^(n×k)\nZ = X*W\nL = norm_F(Z)^2\nderive dL/dW", 100);
    has(&printed, &["summed over the row index of X: its transpose"]);
    let printed = page("X in R^(4x2), Y in R^(2x2)\nZ = X[2..3,*]\nL = norm_F(Z - Y)^2\nderive dL/dX", 100);
    has(&printed, &["∂L/∂Z in the rows 2..3, zeros elsewhere"]);
}

/// Networks whose pages were hundreds of lines.
#[test]
fn large_networks_are_read_on_one_screen() {
    let lstm = "W_i, W_f, W_o, W_c in R^(n×d), U_i, U_f, U_o, U_c in R^(n×n), b_i, b_f, b_o, b_c in R^n\n\
        x in R^d, h0, c0, y in R^n\n\
        i = sigmoid(W_i*x + U_i*h0 + b_i)\nf = sigmoid(W_f*x + U_f*h0 + b_f)\n\
        o = sigmoid(W_o*x + U_o*h0 + b_o)\ng = tanh(W_c*x + U_c*h0 + b_c)\n\
        c = f ⊙ c0 + i ⊙ g\nh = o ⊙ tanh(c)\nL = sum((h - y)^2)\nderive gradient of L\n";
    let attention = "X in R^(64×d), Wq, Wk, Wv in R^(d×d), Y in R^(64×d)\n\
        Q = X*Wq\nK = X*Wk\nV = X*Wv\nS = Q*K^T/sqrt(d)\nP = softmax(S, each row)\nO = P*V\n\
        L = norm_F(O - Y)^2\nderive gradient of L\n";
    let dense = "W1 in R^(32×16), b1 in R^32, W2 in R^(4×32), b2, y in R^4, x in R^16\n\
        h = tanh(W1*x + b1)\na = W2*h + b2\nL = sum((a - y)^2)\nderive gradient of L\n";
    let classes = "W in R^(100x20), b in R^100, x in R^20, y in R^100\nz = W*x + b\np = softmax(z)\n\
        L = -sum(y ⊙ ln(p))\ngiven sum(y) = 1\nderive dL/dW, dL/db, dL/dz\n";
    let norm = "x, gamma, beta, y in R^n\nmu = mean(x)\nv = mean((x - mu)^2)\nu = (x - mu)/sqrt(v + eps)\n\
        a = gamma ⊙ u + beta\nL = sum((a - y)^2)\nderive dL/dx, dL/dgamma\n";
    for (name, text) in
        [("lstm", lstm), ("attention", attention), ("dense", dense), ("classes", classes), ("norm", norm)]
    {
        let printed = page(text, 100);
        let lines = printed.lines().count();
        assert!(lines <= 70, "{name}: {lines} lines\n{printed}");
    }
}

#[test]
fn parts_are_chosen_as_on_other_pages() {
    let report = report(TWO_LAYERS);
    let shown = |parts: &[Part]| {
        let show = Show { parts: Some(parts.to_vec()), steps: None };
        chainrule::page(&report, &Options { show, ..Options::default() }).text(100, false, false)
    };
    let chain = shown(&[Part::Chain]);
    assert!(chain.starts_with("Chain rule") && !chain.contains("Network"), "{chain}");
    let claims = shown(&[Part::Claims]);
    assert_eq!(claims.lines().filter(|line| line.starts_with('✓')).count(), 2, "{claims}");
    // A worksheet says the same.
    let text = format!("{TWO_LAYERS}show together\n");
    let printed = page(&text, 100);
    assert!(printed.starts_with("Put together"), "{printed}");
    let text = format!("{TWO_LAYERS}steps all\n");
    let printed = page(&text, 100);
    has(&printed, &["an entry by an entry", "factors substituted", "Network", "✓ dL/dW1[1,1]"]);
    // A claim that fails has a cross, and as mathematics it is the claim as typed.
    let text = format!("{TWO_LAYERS}claim dL/dW1 = -(2*W2^T*(z2 - y) ⊙ sigmoid'(z1))*x^T\n");
    let outcome = run("a.chain", &text, &Options::default());
    let failing = outcome.report.expect("a report");
    let document = chainrule_tests::usual_page(&failing);
    has(&document.text(100, false, false), &["✗ dL/dW1 = -(2*W2^T", "✓ dL/dW1[1,1] ~= -0.294803"]);
    has(&document.latex(false), &[r"$\partial L/\partial W_{1} = -(2"]);
}

#[test]
fn the_layout_of_jacobians_is_in_the_json() {
    let report = report("U in R^(n×n), g in R^n\nh = tanh(U*g)\nderive dh/dg");
    for (layout, name, whole) in [
        (chainrule::JacobianLayout::Numerator, "numerator", "diag(tanh'(U*g))*U"),
        (chainrule::JacobianLayout::Denominator, "denominator", "U^T*diag(tanh'(U*g))"),
    ] {
        let options = Options { layout, ..Options::default() };
        let json: serde_json::Value =
            serde_json::from_str(&chainrule::json(&report, &options)).expect("JSON");
        assert_eq!(json["arrays"]["layout"], name);
        assert_eq!(json["arrays"]["adjoints"][0]["whole"]["text"], whole);
    }
}

/// The indices of an entry are numbers, also behind that of the member of a family. By hand: 2·4·2 = 16.
#[test]
fn entries_of_members_have_plain_indices() {
    let text = "W[l] in R^(2x2) for l in 1..2\nh[0] in R^2\nh[l] = W[l]*h[l-1] for l in 1..2\nL = sum(h[2]^2)\n\
                given W[*] = [2, 0; 0, 3], h[0] = [1, 1]\nderive dL/dW[2]\n";
    let page = page(text, 100);
    has(&page, &["∂L/∂W[2][1,1] = ", "= 16"]);
    assert!(!page.contains("[₁"), "{page}");
}

/// Where what a function is taken of has no name, its slope stands as its value says; where it has one, by that name.
#[test]
fn slopes_of_what_has_no_name_are_written_by_values() {
    let cell = "x in R^m\nh0 in R^n\nWr, Wh in R^(n×m)\nUr, Uh in R^(n×n)\ng in R^n\n\
                r = sigmoid(Wr*x + Ur*h0)\nc = tanh(Wh*x + Uh*(r ⊙ h0))\nL = g^T*c\n";
    let printed = page(&format!("{cell}derive dL/dUr, dL/dh0"), 100);
    has(
        &printed,
        &[
            "∂L/∂Ur = (h₀ ⊙ (Uhᵀ·(g ⊙ (1 - c²))) ⊙ r ⊙ (1 - r))·h₀ᵀ",
            "∂c/∂r          = diag(tanh'(Wh·x + Uh·(r ⊙ h₀)))·Uh·diag(h₀)   derivative of tanh",
            "(∂L/∂r ⊙ r ⊙ (1 - r))·h₀ᵀ",
            "σ' = σ·(1 − σ), row i from the first factor, column j from h₀",
        ],
    );
    let printed =
        page("a in R^n\nW in R^(n×n)\nx in R^n\nz = W*x\nh = tanh(z)\nL = a^T*h\nderive dL/dx", 100);
    has(&printed, &["∂L/∂x = Wᵀ·(a ⊙ tanh'(z))"]);
}

/// What became of the indices of several matrices is said at once, and only what is so.
#[test]
fn reasons_of_several_factors_are_told_together() {
    let net = "x in R^m\nh[0] in R^n\nU in R^(n×m)\nW in R^(n×n)\nA, B in R^(n×n)\ny in R^n\n\
               h[t] = tanh(U*x + W*h[t-1]) for t in 1..2\np = A*h[2]\nq = B*h[2]\n\
               L = norm(p - y)^2 + y^T*q\n";
    let printed = page(&format!("{net}derive dL/dW, dL/dh[2]"), 100);
    has(&printed, &["a sum of outer products", "summed over the row index of B and A: their transposes"]);
    // (A + Aᵀ)·x sums once over the columns of A and once over those of its transpose.
    let printed = page("A in R^(n×n)\nx in R^n\nR = (x^T*A*x)/(x^T*x)\nderive dR/dx", 100);
    has(&printed, &["∂R/∂x = ((A + Aᵀ)·x - 2·R·x)/(xᵀ·x)", "summed over the column index of A"]);
    assert!(!printed.contains("index of A: its transpose"), "{printed}");
    let printed = page("x in R^n\nL = ln(norm(x))\nderive dL/dx", 100);
    has(&printed, &["∂L/∂x = x/norm(x)²"]);
}

/// A value with a name stands by it in derivatives; a vector that is taken from each row stands as it was written.
#[test]
fn values_with_a_name_stand_by_it() {
    let printed = page(
        "X, G in R^(N×d)\nmu = mean(X, each column)\nV = mean((X - mu)^2, each column)\ns = sqrt(V + eps)\n\
         H = (X - mu)*diag(1 ./ s)\nL = sum(G ⊙ H)\nderive dL/dX",
        100,
    );
    has(
        &printed,
        &[
            "V = mean((X - μ)², each column)   d     μ is subtracted from each row",
            "∂s/∂V            = diag(1 ⊘ √(V + eps))/2",
            "∂L/∂V = (∂L/∂s ⊘ s)/2",
            // The entries of each column of X - μ add up to 0, and ∂L/∂μ has no term with V.
            "∂L/∂μ = -(1 ⊘ s) ⊙ sum(G, each column)",
            "∂L/∂X = (G - H·diag(sum(G ⊙ H, each column))/N - ones(N)·sum(G, each column)ᵀ/N)·diag(1 ⊘ s)",
        ],
    );
    let printed = page("z in R^n\nk in R^n\ne = exp(z)\nS = sum(e)\np = e/S\nL = k^T*p\nderive dL/dz", 100);
    has(&printed, &["∂L/∂z = (k - kᵀ·p) ⊙ p"]);
}

/// The worksheet's own letters run over its sizes; where it has none, those of books.
#[test]
fn indices_have_the_letters_of_the_worksheet() {
    let printed = page(
        "t in R^n\nW in R^(m×n)\ny in R^m\nz[s] = sum(W[s,r]*t[r] for r in 1..n) for s in 1..m\n\
         L = sum((z[s] - y[s])^2 for s in 1..m)\nderive dL/dW",
        100,
    );
    has(
        &printed,
        &[
            "z[s] = Σ(W[s,r]·t[r] for r in 1..n)",
            "L = Σ((z[s] - y[s])² for s in 1..m)",
            "∂L/∂W[s,r] = Σ(∂L/∂z[i]·∂z[i]/∂W[s,r] for i in 1..m)",
        ],
    );
}

/// An entry of chosen lines is told by its place in the array.
#[test]
fn entries_of_slices_are_those_of_the_array() {
    let printed =
        page("x in R^4\nW in R^(2x4)\nu = x[2..3]\nA = W[*,1..2]\nL = sum(A*u)\nderive dL/dx, dL/dW", 100);
    has(&printed, &["u[i] = x[i+1]", "A[i,j] = W[i,j]", "∂A[i,j]/∂W[k,l] = δ[i,k]·δ[j,l]"]);
}

/// A vector stands for a matrix of equal rows only beside a matrix.
#[test]
fn sums_of_equal_rows_stay_matrices() {
    let printed = page(
        "X, G in R^(N×d)\nmu, nu in R^d\nY = (X - mu) ⊙ (X + nu)\nA = ones(N)*mu^T + ones(N)*nu^T\n\
         L = sum(G ⊙ Y ⊙ A)\nderive dL/dX",
        100,
    );
    has(&printed, &["∂L/∂X = G ⊙ A ⊙ (2·X + ν - μ)", "A = ones(N)·μᵀ + ones(N)·νᵀ"]);
}

#[test]
fn members_that_are_alike_are_told_once_with_their_index() {
    let deep = "W[l] in R^(n×n), b[l] in R^n for l in 1..10\nh[0], y in R^n\n\
                h[l] = tanh(W[l]*h[l-1] + b[l]) for l in 1..10\nL = sum((h[10] - y)^2)\nderive gradient of L";
    let printed = page(deep, 100);
    has(
        &printed,
        &[
            "∂L/∂W[l] = (∂L/∂h[l] ⊙ (1 - h[l]²))·h[l-1]ᵀ",
            "n×n for l in 1..10",
            "h[l] = tanh(W[l]·h[l-1] + b[l])",
            "∂L/∂h[l] = W[l+1]ᵀ·(∂L/∂h[l+1] ⊙ (1 - h[l+1]²))",
            "∂h[l]/∂h[l-1]",
            "= 1 - h[l]² for l in 1..10",
            // What comes last is another thing.
            "∂L/∂h[10]",
        ],
    );
    assert!(printed.lines().count() <= 45, "{printed}");
    // The weights of one layer are another quantity: no line covers it.
    let other = deep.replace("h[l] = tanh", "h[5] = sigmoid(W[5]*h[4] + b[5])\nh[l] = tanh");
    let other = other
        .replace("for l in 1..10\nL", "for l in 6..10\nh[l] = tanh(W[l]*h[l-1] + b[l]) for l in 1..4\nL");
    let printed = page(&other, 100);
    has(&printed, &["for l in 6..10", "h[5] = σ(W[5]·h[4] + b[5])", "σ'(W[5]·h[4] + b[5])"]);
    assert!(!printed.contains("(1 - h[l]²))·h[l-1]ᵀ  n×n for l in 1..10"), "{printed}");
    let recurrent = "W in R^(n×n), h[0] in R^n\nx[t], y[t] in R^n for t in 1..20\n\
                     h[t] = tanh(W*h[t-1] + x[t]) for t in 1..20\n\
                     L = sum(sum((h[t] - y[t])^2) for t in 1..20)\nderive dL/dW";
    let printed = page(recurrent, 100);
    has(
        &printed,
        &[
            "∂L/∂W = Σ((∂L/∂h[t] ⊙ (1 - h[t]²))·h[t-1]ᵀ for t in 1..20)",
            "L    = Σ(sum((h[t] - y[t])²) for t in 1..20)",
            "∂L/∂h[t] = 2·(h[t] - y[t]) + Wᵀ·(∂L/∂h[t+1] ⊙ (1 - h[t+1]²))",
            "for t in 1..19",
        ],
    );
}

/// Steps are carried out by entries, and a softmax as its exponentials: that is said where one is trained.
#[test]
fn how_a_softmax_is_trained_is_said() {
    let sheet = "W in R^(2x2), x, y in R^2\nz = W*x\np = softmax(z)\nL = -sum(y ⊙ ln(p))\n\
                 given W = [1, 0; 0, 1], x = [1, 2], y = [1, 0]\nupdate W by 0.1 for 2 steps in f32";
    has(&page(sheet, 200), &["frameworks take the largest exponent away first"]);
    let other = sheet.replace("softmax(z)", "sigmoid(z)");
    assert!(!page(&other, 200).contains("largest exponent"));
}

#[test]
fn a_sum_that_is_1_here_may_be_stated() {
    let sheet =
        "o, y in R^2\ngiven o = [1, 2], y = [0, 1]\np = softmax(o)\nL = -sum(y .* ln(p))\nderive dL/do";
    let told = page(sheet, 100);
    assert!(
        told.contains("The entries of y add up to 1 here: with given sum(y) = 1 that is used."),
        "{told}"
    );
    let stated = page(&format!("given sum(y) = 1\n{sheet}"), 100);
    assert!(stated.contains("∂L/∂o = p - y") && !stated.contains("add up to 1 here"), "{stated}");
}

#[test]
fn a_ledger_on_a_narrow_page_says_nothing_of_what_it_has_not() {
    let sheet = "W in R^(2x2), x, y in R^2\na = tanh(W*x)\nL = norm(a - y)^2\n\
                 given W = [3, 0; 0, 3], x = [3, 2], y = [1, 0]\nderive dL/dW";
    let told = page(sheet, 60);
    assert!(told.contains("shape 2; product ∂L/∂a;"), "{told}");
    assert!(!told.contains("norm at most ;") && !told.contains("• :"), "{told}");
}

/// Equal numbers of members stand once, and of many that are computed the first two and the last.
#[test]
fn members_in_numbers_stand_at_once_where_they_are_the_same() {
    let sheet = |values: &str| {
        page(
            &format!(
                "W[l] in R^(2×2) for l in 1..10, a[0], y in R^2\na[l] = tanh(W[l]*a[l-1]) for l in 1..10\n\
                 L = norm(a[10] - y)^2\ngiven {values}, a[0] = [1, 2], y = [0, 0]\nderive dL/da[0]"
            ),
            120,
        )
    };
    let alike = sheet("W[*] = [1, 0; 0, 1]");
    has(&alike, &["W[l] = [1, 0; 0, 1] for l in 1..10", "a[2] ≈", "a[10] ≈", "…"]);
    assert!(!alike.contains("a[5] ≈") && !alike.contains("W[3] ="), "{alike}");
    let others: Vec<String> =
        (1..=10).map(|l| format!("W[{l}] = [{}, 0; 0, 1]", if l == 5 { 2 } else { 1 })).collect();
    let apart = sheet(&others.join(", "));
    has(&apart, &["W[5] = [2, 0; 0, 1]"]);
    assert!(!apart.contains("for l in 1..10   a"), "{apart}");
}

/// A singular value that can't be told from 0 is at most something.
#[test]
fn sizes_next_to_0_are_no_intervals() {
    let printed = page(
        "W in R^(3x2), x in R^2\nh = relu(W*x)\nL = sum(h)^2\ngiven W = [1, 1; -1, -1; 1, -1], x = [1, 1]\n\
         derive dL/dx",
        120,
    );
    assert!(printed.contains(" to at most ") && !printed.contains("[0, "), "{printed}");
}

/// Of entries that nothing uses, and one number that nothing uses, the number is lowered.
#[test]
fn steps_lower_the_one_number() {
    let printed = page(
        "z in R^3\np = softmax(z)\nL = -ln(p[2])\ngiven z = [1, 2, 3]\nupdate z by 0.5 for 3 steps",
        120,
    );
    has(&printed, &["z moves along the gradient of L"]);
}

/// Claims do not turn with the page.
#[test]
fn the_layout_of_claims_is_said_where_the_page_has_another() {
    let sheet = "W in R^(n×n), x in R^n\nz = W*x\nderive dz/dx\nclaim dz/dx = W\n";
    for (layout, is_told) in
        [(chainrule::JacobianLayout::Denominator, true), (chainrule::JacobianLayout::Numerator, false)]
    {
        let options = chainrule::Options { layout, ..chainrule::Options::default() };
        let report = chainrule::run("layout", sheet, &options).report.expect("a report");
        let page = chainrule::page(&report, &options).text(120, true, false);
        assert_eq!(page.contains("Claims are read in numerator layout"), is_told, "{page}");
    }
}
