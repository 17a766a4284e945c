//! Spellings of programs, courses and speech that have one reading are read; where there are two, both are shown.

use chainrule_tests::reading::{read, refused, said, worked};

#[test]
fn operators_of_programs_are_read() {
    read("y = x**2; derive dy/dx; given x = 3", &["y = x²", "∂y/∂x = 6"]);
    // Powers group from the right: 2^(3^2).
    read("y = 2**x**2*k; derive dy/dk; given x = 3", &["∂y/∂k = 512"]);
    read("y = x**-2; derive dy/dx; given x = 2", &["∂y/∂x = -0.25"]);
    read("y = x.^2.*3./w; derive dy/dx; given x = 3, w = 2", &["∂y/∂x = 9"]);
    // MATLAB groups these from the left, Julia from the right.
    for text in ["y = 2.^x.^2", "y = 2.^(x + 1).^2", "y = 2.^-x.^2", "y = 2^x.^2"] {
        refused(&format!("{text}; derive dy/dx"), "E0212", &["`(a^b)^c`", "`a^(b^c)`"]);
    }
    read("y = x.^2 - w.^2; derive dy/dx; given x = 3", &["∂y/∂x = 6"]);
    read("y = (x.^2).^3; derive dy/dx; given x = 1", &["∂y/∂x = 6"]);
    read("y = 2.*x; derive dy/dx", &["∂y/∂x = ∂(2·x)/∂x"]);
    read(
        "y = np.exp(2*z) + torch.nn.functional.relu(z); derive dy/dz; given z = 0.5",
        &["∂y/∂z ≈ 6.43656365691809"],
    );
    read("y = np.log(x); derive dy/dx; given x = 4", &["y = ln(x)", "∂y/∂x = 0.25"]);
    // What libraries do not agree on is not guessed.
    for other in ["np.max(a, b)", "tf.nn.leaky_relu(a)", "jax.nn.gelu(a)", "np.foo(a)", "pd.exp(a)"] {
        let (codes, _) = said(&format!("y = {other}; derive dy/da"));
        assert!(codes.contains(&"E0105"), "{other}: {codes:?}");
    }
}

#[test]
fn fractions_of_one_sign_are_read() {
    read("y = ½(x - a)²; derive dy/dx; given x = 3, a = 1", &["∂y/∂x = 2"]);
    read("y = ¾x + ⅓; derive dy/dx; given x = 1", &["= 0.75"]);
    read("y = x^½; derive dy/dx; given x = 4", &["∂y/∂x = 0.25"]);
    // Two and a half, or twice a half.
    refused("y = 2½*x; derive dy/dx", "E0206", &["`5/2`"]);
}

#[test]
fn the_larger_of_two_as_libraries_call_it() {
    read("a = np.maximum(z, 0); derive da/dz; given z = 2", &["∂a/∂z = 1"]);
    read("a = torch.minimum(z, w); derive da/dz; given z = 2, w = 1", &["∂a/∂z = 0"]);
}

#[test]
fn subscripts_that_are_indices_are_no_names() {
    for text in
        ["z[i] = w_i*x[i] for i in 1..3", "z_i = w_i*x_i for i in 1..3", "z[i] = w_{i}*x[i] for i in 1..3"]
    {
        refused(&format!("{text}; derive dz[1]/dx[1]"), "E0212", &["`z[i] = w[i]*x[i] for i in 1..3`"]);
    }
    refused(
        "L = sum((y_i - a_i)^2 for i in 1..3); derive dL/da[1]",
        "E0212",
        &["`L = sum((y[i] - a[i])^2 for i in 1..3)`"],
    );
    refused(
        "z[i] = sum(w_ij*x_j for j in 1..3) for i in 1..2; derive dz[1]/dx[1]",
        "E0212",
        &["sum(w[i,j]*x[j] for j in 1..3)"],
    );
    // What the worksheet defines by that name is one quantity.
    read("w_i = 3*x; a[i] = w_i*u[i] for i in 1..3; derive da[1]/du[1]; given x = 2", &["∂a[1]/∂u[1] = 6"]);
    // Gates are called so, and no index is.
    read("h[t] = o_g*tanh(c[t]) for t in 1..2; derive dh[2]/dc[2]; given o_g = 3, c[2] = 0", &["= 3"]);
    refused("a[i] = w[i]*x for i in 1..3; derive da_1/dx", "E0301", &["write `a[1]`"]);
    refused("a[i,j] = w[i,j]*x for i in 1..3, j in 1..2; derive da_12/dx", "E0301", &["write `a[1,2]`"]);
}

#[test]
fn families_may_be_written_in_latex() {
    let sum = r"z_j = \sum_{i=1}^{3} w_{ji} x_i + b_j for j in 1..2";
    read(&format!("{sum}; derive dz[2]/dx[3]; given w[2,3] = 5"), &["∂z[2]/∂x[3] = 5"]);
    read(r"z = \sum_{i=1}^{3} w_{1i} x_i; derive dz/dx[2]; given w[1,2] = 7", &["∂z/∂x[2] = 7"]);
    let softmax = r"p_i = \frac{e^{z_i}}{\sum_{j=1}^{3} e^{z_j}} for i in 1..3";
    read(&format!("{softmax}; derive dp[1]/dz[1]; given z[1] = 0, z[2] = 0, z[3] = 0"), &["≈ 0.2222"]);
    read(r"$a_j = \sigma(z_j)$ for j in 1..2; derive da[2]/dz[2]; given z[2] = 0", &["∂a[2]/∂z[2] = 0.25"]);
    refused(
        r"z_j = \sum_{i=1}^{3} w_{ji} x_i; derive dz[1]/dx[1]",
        "E0201",
        &["`j` runs over", "for j in 1..3"],
    );
    // A sum reaches up to the next sign outside of it.
    refused("z = Σ_{i=1}^3 w_i x_i + b; derive dz/db", "E0201", &["`z = sum(w[i]*x[i] for i in 1..3) + b`"]);
}

#[test]
fn names_as_courses_write_them_are_read() {
    read("ŷ = w*x; L = (ŷ - y)^2; derive dL/dw; given w = 2, x = 3, y = 1", &["10 × 3", "= 30"]);
    // One name in two spellings.
    read("L = (y_hat - y)^2; ŷ = w*x; derive dL/dw; given w = 2, x = 3, y = 1", &["10 × 3", "= 30"]);
    read("ŷ₁ = w*x; L = (y_hat1 - y)^2; derive dL/dw; given w = 2, x = 3, y = 1", &["10 × 3", "= 30"]);
    read("a = w^{[1]}*x; b = w^{(1)}*a; derive db/dx; given w^{[1]} = 3", &["3 × 3", "= 9"]);
    read("a = w⁽²⁾₁₁*x; derive da/dx; given w_{11}^{(2)} = 5", &["∂a/∂x = 5"]);
    refused("y = größe*x; derive dy/dx", "E0105", &["is no letter of a worksheet"]);
}

#[test]
fn a_function_without_brackets_is_read_where_it_reaches_one_way() {
    read("y = sin x; derive y by x; given x = 0", &["y = sin(x)", "∂y/∂x = 1"]);
    read("y = 2 sin x cos x; derive y by x; given x = 0", &["sin(x)·cos(x)", "∂y/∂x = 2"]);
    read("y = 3*cos x + 1; derive y by x; given x = 0", &["y = 3·cos(x) + 1", "∂y/∂x = 0"]);
    read("y = sin^2 x; derive y by x", &["y = sin(x)²"]);
    for (text, function, argument) in [
        ("y = sin x*w; derive dy/dx", "sin", "x"),
        ("y = sin x/w; derive dy/dx", "sin", "x"),
        ("y = ln x^2; derive dy/dx", "ln", "x"),
        ("y = sin x²; derive dy/dx", "sin", "x"),
        ("y = cos 2x; derive dy/dx", "cos", "2"),
        ("y = sin x w; derive dy/dx", "sin", "x"),
        ("y = tanh x(1 + w); derive dy/dx", "tanh", "x"),
    ] {
        let (one, other) = (format!("`{function}({argument})`"), format!("`{function}({argument}…)`"));
        refused(text, "E0212", &[&one, &other]);
    }
    // Other functions keep their brackets.
    refused("y = sigmoid x; derive dy/dx", "E0201", &["`sigmoid` is a function"]);
}

#[test]
fn questions_as_people_ask_them_are_read() {
    read("y = w*x^2; derive y by x; given w = 2, x = 3", &["∂y/∂x = 12"]);
    read("y = w*x^2; derive dy/dw, y by x; given w = 2, x = 3", &["∂y/∂w = 9", "∂y/∂x = 12"]);
    read("y = x^2; derive dy/dx at x = 3", &["∂y/∂x = 6"]);
    read("y = w*x^2; derive y by x at x = 3; given w = 2", &["∂y/∂x = 12"]);
    // `at` is a name where it is one.
    read("at = x^2; y = 3*at; derive dy/dx; given x = 1", &["3 × 2", "= 6"]);
    refused("y = x^2; derive dy/dx at x = 3; given x = 4", "E0501", &["given a value twice"]);
    refused("y = x^2; derive dy/dx at x = 3, dy/dx at x = 4", "E0501", &["given a value twice"]);
}

/// By hand: L = (2·3)² = 36, dL/dw = 2wx² = 36, d²L/dw² = 2x² = 18, d²L/dwdx = 4wx = 24, d²L/dx² = 2w² = 8.
#[test]
fn questions_in_words_are_read() {
    let sheet = "h = w*x; L = h^2; given w = 2, x = 3";
    for (question, wanted) in [
        ("derive L with respect to w", "= 36"),
        ("derive L wrt w", "= 36"),
        ("differentiate L with respect to w", "= 36"),
        ("find dL/dw", "= 36"),
        ("compute dL/dw", "= 36"),
        ("Calculate ∂L/∂w", "= 36"),
        ("find the derivative of L with respect to w", "= 36"),
        ("derive the derivative of L by w, dL/dx", "∂L/∂x = "),
        ("the derivative of L with respect to w", "= 36"),
        ("dL/dw = ?", "= 36"),
        ("∂L/∂w = ?  # what is it", "= 36"),
        ("find dL/dw?", "= 36"),
        ("derive dL/dw = ?", "= 36"),
        ("gradient of L", "∂L/∂x = "),
        ("the gradient of L", "∂L/∂x = "),
        ("find the gradient of L with respect to w", "= 36"),
        ("The gradient of L with respect to w, x", "∂L/∂x = "),
        ("gradient of L except x", "= 36"),
        ("Hessian of L by w", "∂²L/∂w² = "),
        ("compute the Hessian of L with respect to w, x", "= 24"),
        ("derive Hessian of L by w, x", "= 8"),
        ("Jacobian of h by w", "∂h/∂w = 3"),
        ("jacobian of L wrt h", "∂L/∂h = "),
    ] {
        read(&format!("{sheet}; {question}"), &[wanted]);
    }
    read("L = (w*x)^2; given w = 2; gradient of L by w at x = 3", &["= 36"]);
    read("L = (w*x)^2; find dL/dw at w = 2, x = 3", &["= 36"]);
    refused("L = w^2; Hessian of L", "E0601", &["a Hessian is by a quantity", "`derive Hessian of L by w`"]);
    refused("h = w^2; L = h*w; gradient of L by w, h", "E0601", &["go on with the gradient"]);
    // The value of a quantity may be meant.
    for text in ["L = w^2; find L", "L = w^2; compute the loss", "L = w^2; L = ?"] {
        let (codes, _) = said(text);
        assert!(codes.contains(&"E0201") || codes.contains(&"E0105"), "{text}: {codes:?}");
    }
    // What is defined by such a word is a quantity.
    read("find = w^2; derive dfind/dw; given w = 3", &["= 6"]);
    read("gradient = w^2; y = 2*gradient; derive dy/dw; given w = 3", &["= 12"]);
}

#[test]
fn questions_in_words_are_the_same_beside_declared_shapes() {
    let sheet = "x in R^n, w in R^n, A in R^(n×n); L = w^T*A*x; h = A*x";
    for (question, wanted) in [
        ("gradient of L", "∂L/∂x"),
        ("the gradient of L with respect to w", "∂L/∂w = A·x"),
        ("derive the gradient of L wrt w", "∂L/∂w = A·x"),
        ("find dL/dw", "∂L/∂w = A·x"),
        ("compute dL/dw", "∂L/∂w = A·x"),
        ("dL/dw = ?", "∂L/∂w = A·x"),
        ("derive L by w", "∂L/∂w = A·x"),
        ("derive L with respect to w", "∂L/∂w = A·x"),
        ("derive gradient of L except x, A", "∂L/∂w = A·x"),
        ("gradient of L by w, x", "∂L/∂x = "),
        ("derive L", "∂L/∂A = "),
        ("derive h", "∂h/∂x = A"),
        ("Jacobian of h by x", "∂h/∂x = A"),
        ("jacobian of h with respect to x", "∂h/∂x = A"),
        ("Hessian of L by w, x", "∂²L"),
    ] {
        read(&format!("{sheet}; {question}"), &[wanted]);
    }
    read("x in R^2, w in R^2; L = w^T*x; derive dL/dw at x = [3, 5]", &["3", "5"]);
    refused("x in R^n; L = x^T*x; derive x", "E0601", &["expected a derivative"]);
    refused("x in R^n; L = x^T*x; Hessian of L", "E0601", &["`derive Hessian of L by x`"]);
}

#[test]
fn words_of_programs_are_no_quantities() {
    for (text, piece) in [
        ("y = x^2; print(y)", "nothing is printed by a statement"),
        ("y = x^2; disp(y)", "nothing is printed by a statement"),
        ("y = x^2; show(y)", "nothing is printed by a statement"),
        ("y = x^2; plot(y)", "nothing is plotted"),
        ("y = x^2; simplify(y)", "finished form"),
        ("y = x^2; derive(y, x)", "`derive dy/dx`"),
        ("y = True*x; derive dy/dx", "true counts as 1"),
        ("L = nn.MSELoss(y, a); derive dL/da", "(y - a)^2"),
        ("L = huber(y - t); derive dL/dy", "min(abs(y - t), 1)"),
    ] {
        let (codes, words) = said(text);
        assert!(!codes.is_empty() && words.contains(piece), "{text}: {codes:?} {words}");
        assert!(worked(text).report.is_none(), "{text}");
    }
    // One that something uses is a quantity.
    read("print(y); L = print^2; derive dL/dy", &["∂print/∂y"]);
}

#[test]
fn one_number_is_given_to_several_names() {
    read("z = w1*x + w2; derive dz/dx; given w1 = w2 = 50, x = 2; claim z = 150", &["∂z/∂x = 50", "holds"]);
    read("z = a + b + c; derive dz/da; given a = b = c = 1/3; claim z = 1", &["holds: z = 1"]);
    refused("z = a + b; derive dz/da; given a = 1 and b = 2", "E0201", &["by commas"]);
}

#[test]
fn a_call_of_what_nothing_defines_is_no_quantity() {
    for text in ["a = f(2*z); derive da/dz", "a = φ(z) + φ(2*y); derive da/dz", "y = w(x); derive dy/dx"] {
        refused(text, "E0208", &["nothing says what function", "define it", "for a product"]);
    }
    refused("w = 2*k; a = w(z); derive da/dz", "E0208", &["`w` is a quantity", "`w*(z)`"]);
}

#[test]
fn a_loss_by_its_name_is_written_out_in_the_order_of_its_library() {
    refused("L = BCELoss(a, y); derive dL/da", "E0302", &["`L = -(y*ln(a) + (1 - y)*ln(1 - a))`"]);
    refused(
        "L = binary_cross_entropy(a, y); derive dL/da",
        "E0302",
        &["`L = -(y*ln(a) + (1 - y)*ln(1 - a))`"],
    );
    refused(
        "L = binary_crossentropy(y, a); derive dL/da",
        "E0302",
        &["`L = -(y*ln(a) + (1 - y)*ln(1 - a))`"],
    );
    refused("L = 2*MSE(y, a + 1); derive dL/da", "E0302", &["`L = 2*(y - (a + 1))^2`"]);
    refused("y = 2/sec(x); derive dy/dx", "E0302", &["`y = 2/(1/cos(x))`"]);
}

#[test]
fn means_and_extremes_over_indices_are_read() {
    // (1 + 2 + 3)/3; (1 + 4 + 9)/3; two indices; what is left of nested ones.
    let given = "given x[i] = i for i in 1..3";
    read(
        &format!("y = mean(x[i] for i in 1..3); {given}; derive dy/dx[1]"),
        &["y = (x[1] + x[2] + x[3])/3", "0.3333333"],
    );
    read(&format!("y = mean(x[i]^2 for i in 1..3)*2; {given}; derive dy/dx[3]"), &["∂y/∂x[3] = 4"]);
    read(
        &format!("y = avg(x[i]*x[j] for i in 1..3, j in 1..2); {given}; derive dy/dx[3]"),
        &["∂y/∂x[3] = 0.5"],
    );
    read(
        &format!("y = mean(sum(x[j] for j in 1..i) for i in 1..3); {given}; derive dy/dx[2]"),
        &["0.6666666"],
    );
    read("y = average(x[i] for i in 2..2); given x[2] = 2; derive dy/dx[2]", &["∂y/∂x[2] = 1"]);
    read(
        &format!("let N = 3; y = mean((x[i] - 1)^2 for i in 1..N); {given}; derive dy/dx[3]"),
        &["1.3333333"],
    );
    read(
        &format!("y = max(x[i] for i in 1..3); {given}; derive dy/dx[3], dy/dx[1]"),
        &["∂y/∂x[3] = 1", "∂y/∂x[1] = 0"],
    );
    read(&format!("y = min(x[i]^2 for i in 1..3); {given}; derive dy/dx[1]"), &["∂y/∂x[1] = 2"]);
    // The mean of a few, and the larger of two, are what they were.
    read("y = mean(a, b, c); derive dy/da", &["= 1/3"]);
    read("y = max(a, 2*b); given a = 1, b = 3; derive dy/db", &["∂y/∂b = 2"]);
    for name in ["mean", "max", "min"] {
        let (codes, words) = said(&format!("y = {name}(x[i] for i in 3..2) + x[1]; derive dy/dx[1]"));
        assert!(codes.contains(&"E0421") && words.contains(&format!("`{name}` over nothing")), "{words}");
    }
    refused("y = mean(x); derive dy/dx", "E0302", &["`mean(x[i] for i in 1..3)`"]);
}

#[test]
fn a_softmax_over_numbers_is_written_out() {
    // At equal scores each of n is 1/n: the derivatives are (1/n)(1 - 1/n) and -1/n².
    let given = "given z1 = 0, z2 = 0, z3 = 0";
    read(
        &format!("p1, p2, p3 = softmax(z1, z2, z3); {given}; derive dp1/dz1, dp1/dz2, dp2/dz2, dp3/dz3"),
        &[
            "p₁ = exp(z₁)/(exp(z₁) + exp(z₂) + exp(z₃))",
            "∂p₁/∂z₁ ≈ 0.2222222",
            "∂p₁/∂z₂ ≈ -0.1111111",
            "∂p₃/∂z₃ ≈ 0.2222222",
        ],
    );
    read(
        "p = softmax(z1, z2)[1]; given z1 = 0, z2 = 0; derive dp/dz1, dp/dz2",
        &["∂p/∂z₁ = 0.25", "∂p/∂z₂ = -0.25"],
    );
    // They are one statement: where one is used, none is too many.
    read("p1, p2, p3 = softmax(z1, z2, z3); L = -ln(p1); derive dL/dz1, dL/dz2", &["= p₁ - 1"]);
    read("a, b = softmax(u, v); L = b^2; derive dL/du", &["∂L/∂u"]);
    let (codes, words) = said("p1, p2 = softmax(z1, z2); L = w^2; derive dL/dw");
    assert_eq!(codes, ["W0812"], "{words}");
    read("L = -ln(softmax(2*x, x, 0)[2]); given x = 0; derive dL/dx", &["∂L/∂x = 0"]);
    read(
        "q, r = Softmax(u*w, v); L = q^2 + r; given u = 1, v = 1, w = 1; derive dL/du",
        &["q = exp(u·w)/(exp(u·w) + exp(v))"],
    );
    refused(
        "p = softmax(z1, z2); derive dp/dz1",
        "E0303",
        &["as many values as arguments", "`p = softmax(z1, z2)[1]`", "`p1, p2 = softmax(z1, z2)`"],
    );
    refused("p = softmax(z); derive dp/dz", "E0303", &["`p1, p2, p3 = softmax(z1, z2, z3)`"]);
    refused("p = softmax(z1, z2)[3]; derive dp/dz1", "E0421", &["the components 1 to 2"]);
    refused("p = softmax(z1, z2)[0]; derive dp/dz1", "E0421", &["the components 1 to 2"]);
    refused("p = softmax(z1)[1]; derive dp/dz1", "E0303", &["over how many numbers"]);
    let (codes, words) = said("p1, p2 = softmax(z1, z2, z3); derive dp1/dz2");
    assert!(codes.contains(&"E0201") && words.contains("here are 2 names"), "{words}");
    let (_, words) = said("a, b = 1, 2; y = a*b; derive dy/da");
    assert!(words.contains("`given a = 1, b = 2`"), "{words}");
}

#[test]
fn a_quantity_alone_is_derived_by_all_its_leaves() {
    read("y = w*x + b; derive y; given w = 2, x = 3, b = 1", &["∂y/∂w = 3", "∂y/∂x = 2", "∂y/∂b = 1"]);
    read("y = w*x; derive y at w = 2, x = 5", &["∂y/∂w = 5"]);
    read("y = w^2; L = y*v; derive y, dL/dv", &["= 2·w", "∂L/∂v ="]);
    refused("y = w*x; derive w", "E0601", &["`derive dy/dw`"]);
}

#[test]
fn a_function_and_its_argument_in_one_name_are_refused() {
    for (text, call) in [
        ("y = x*lnx; derive dy/dx", "`ln(x)`"),
        ("y = sinx + cosx; derive dy/dx; given x = 1", "`sin(x)`"),
        ("a = sigmoidz; z = w*x; derive da/dw", "`sigmoid(z)`"),
        ("y = expx + 1; derive dy/dx; given x = 1", "`exp(x)`"),
    ] {
        refused(text, "E0212", &[call]);
    }
    let (codes, told) = said("y = sinx; derive dy/dx");
    assert!(codes.contains(&"E0301") && told.contains("write `sin(x)` for the function"), "{told}");
    // With a value or a definition it is a name like any other; so is one of which the rest is none.
    for text in [
        "y = p*logp; given logp = 2; derive dy/dp",
        "logp = ln(p); y = p*logp; derive dy/dp",
        "y = w*logits; derive dy/dw",
    ] {
        worked(text);
    }
}

#[test]
fn sums_over_an_index_in_their_name_are_refused() {
    for (text, sum) in [
        ("L = sum_i (y_i - t_i)^2; derive dL/dy", "`L = sum((y[i] - t[i])^2 for i in 1..3)`"),
        ("L = sum_i x_i; derive dL/dx", "`L = sum(x[i] for i in 1..3)`"),
        ("L = 1/2 Σ_i (y_i - t_i)²; derive dL/dy", "`L = 1/2 sum((y[i] - t[i])² for i in 1..3)`"),
        ("y_i = Σ_j W_ij x_j; derive dy/dx", "`y[i] = sum(W[i,j]*x[j] for j in 1..3) for i in 1..3`"),
        ("L = mean_i (y_i - t_i)^2; derive dL/dy", "`L = mean((y[i] - t[i])^2 for i in 1..3)`"),
    ] {
        refused(text, "E0201", &[sum]);
    }
}

#[test]
fn functions_of_functions_without_brackets_are_written_out() {
    for (text, line) in [
        ("L = log|x|; derive dL/dx", "`L = log(abs(x))`"),
        ("L = -log sigmoid(x); derive dL/dx", "`L = -log(sigmoid(x))`"),
        ("y = sin cos x; derive dy/dx", "`y = sin(cos(x))`"),
        ("y = 3 exp -x^2; derive dy/dx", "`y = 3 exp(-x^2)`"),
    ] {
        refused(text, "E0201", &[line]);
    }
}
