//! Likely slips in claims between arrays: each is found by trying it, and what is proposed does hold.

use chainrule::{JacobianLayout, Judgement, Options, Refutation, Report, Show, claim_reason, run};

fn report(text: &str) -> Report {
    let outcome = run("slips.chain", text, &Options::default());
    assert!(outcome.report.is_some(), "{text}: {:#?}", outcome.diagnostics);
    outcome.report.expect("a report")
}

/// A refuted claim names the change with which it holds; what is proposed there does hold.
#[test]
fn a_refuted_claim_names_the_likely_slip() {
    let layer = "W in R^(n×n), x, y in R^n\nz = W*x\na = sigmoid(z)\nL = norm(a - y)^2\n";
    let batch = "X in R^(N×d), W in R^(d×m), Y in R^(N×m)\nZ = X*W\nP = softmax(Z, each row)\n\
                 L = -sum(Y .* ln(P))/N\ngiven sum(Y, each row) = 1\n";
    let form = "A in R^(n×n), x in R^n\nL = x^T*A*x\n";
    for (sheet, claim, slip) in [
        // Published as Wᵀ·diag(σ′), for example in notes on recurrent networks (after Pascanu, Mikolov, Bengio 2013).
        (layer, "da/dx = W^T*diag(sigmoid'(z))", "transposed: it holds with diag(σ'(z))·W"),
        (layer, "da/dx = W*diag(sigmoid'(z))", "factors swapped"),
        (layer, "da/dx = diag(sigmoid(z))*W", "the slope of the function is meant"),
        (layer, "dL/dx = 2*W*((a - y) .* sigmoid'(z))", "a transpose is missing or too many"),
        (layer, "dL/dx = 2*W^T*(a - y)", "the slope of an activation is missing"),
        (layer, "dL/dx = W^T*((a - y) .* sigmoid'(z))", "a factor 2 is missing"),
        (layer, "dL/dx = 4*W^T*((a - y) .* sigmoid'(z))", "a factor 2 too many"),
        (layer, "dL/dx = 2*W^T*((y - a) .* sigmoid'(z))", "the other sign"),
        (layer, "dL/dx = 2*W^T*((a + y) .* sigmoid'(z))", "the sign of a term"),
        (layer, "dL/dW = 2*x*((a - y) .* sigmoid'(z))^T", "transposed"),
        (batch, "dL/dW = X^T*(P - Y)", "the mean is over a size that is not divided by"),
        (batch, "dL/dZ = P - Y", "the mean is over a size that is not divided by"),
        (batch, "dL/dW = X^T*(Y - P)/N", "the other sign"),
        (form, "dL/dx = (A - A^T)*x", "the sign of a term"),
        ("A, B in R^(n×n), G in R^(n×n)\nC = A .* B\nL = sum(G .* C)\n", "dL/dA = G*B", "⊙ is meant"),
        (
            "A, B in R^(n×n), G in R^(n×n)\nC = A*B\nL = sum(G .* C)\n",
            "dL/dA = G .* B^T",
            "a product of matrices is meant",
        ),
        (
            "X, G in R^(n×n), b in R^n\nY = X + ones(n)*b^T\nL = sum(G .* Y)\n",
            "dL/db = sum(G, each row)",
            "the other axis is meant",
        ),
    ] {
        let report = report(&format!("{sheet}claim {claim}\n"));
        let Judgement::Refuted(Refutation::Arrays(found)) = &report.claims[0].judgement else {
            panic!("{claim} is {:?}", report.claims[0].judgement)
        };
        let how = claim_reason(&report, &report.claims[0]);
        assert!(found.slip.is_some() && how.contains(slip), "{claim}: {how}");
    }
    // Where nothing tried holds, nothing is proposed.
    let report = report(&format!("{form}claim dL/dx = x\n"));
    let Judgement::Refuted(Refutation::Arrays(found)) = &report.claims[0].judgement else {
        panic!("it is wrong")
    };
    assert_eq!(found.slip, None);
}

/// At a kink there is no derivative: a claim does not fail there, where each function has its own convention.
#[test]
fn claims_of_derivatives_are_not_refuted_at_kinks() {
    for (sheet, claim, holds) in [
        ("z in R^3\nL = sum(max(0, z))\n", "dL/dz = step(z)", true),
        ("z in R^n\nL = sum(max(0, z))\n", "dL/dz = (1 + sign(z))/2", true),
        ("z in R^n\nL = sum(relu(z))\n", "dL/dz = (1 + sign(z))/2", true),
        ("z in R^n\nL = sum(max(0, z))\n", "dL/dz = step(-z)", false),
        ("z in R^n\nL = sum(max(0, z))\n", "dL/dz = sign(z)", false),
        ("z in R^n\nh = relu(z)\n", "h = z .* step(z)", true),
        // No derivative is spoken of, and at 0 the two differ.
        ("z in R^n\nh = step(z)\n", "h = (1 + sign(z))/2", false),
        (
            "X in R^(N×d), y in R^N, w in R^d\nL = sum(max(0, 1 - y[n]*(w^T*X[n,*])) for n in 1..N)\n",
            "dL/dw = -sum(y[n]*step(1 - y[n]*(w^T*X[n,*]))*X[n,*] for n in 1..N)",
            true,
        ),
        (
            "a, p, q in R^d\nL = max(0, norm(a - p)^2 - norm(a - q)^2 + m)\n",
            "dL/dp = 2*step(norm(a - p)^2 - norm(a - q)^2 + m)*(p - a)",
            true,
        ),
        (
            "a, p, q in R^d\nL = max(0, norm(a - p)^2 - norm(a - q)^2 + m)\n",
            "dL/dp = 2*step(norm(a - p)^2 - norm(a - q)^2 + m)*(a - p)",
            false,
        ),
    ] {
        let report = report(&format!("{sheet}claim {claim}\n"));
        let judgement = &report.claims[0].judgement;
        let is_as_wanted = match judgement {
            Judgement::Proved(_) => holds,
            Judgement::Refuted(_) => !holds,
            _ => false,
        };
        assert!(is_as_wanted, "{sheet}{claim}: {judgement:?}");
    }
    let report = report("z in R^3\nL = sum(max(0, z))\nclaim dL/dz = step(z)\n");
    let how = claim_reason(&report, &report.claims[0]);
    assert!(how.contains("but at kinks"), "{how}");
}

/// The layout changes what is printed, and neither entries nor what is judged.
#[test]
fn denominator_layout_prints_jacobians_transposed() {
    let sheet = "U in R^(2x2), V in R^(2x3), g in R^2, x in R^3\na = U*g + V*x\nh = tanh(a)\nL = norm(h)^2\n\
                 given U = [1, 2; 3, 4], V = [1, 0, 2; 0, 1, 3], g = [0, 0], x = [0, 0, 0]\n\
                 derive dh/dx, dL/dx\nclaim dh/dx = diag(tanh'(a))*V";
    let page = |layout: JacobianLayout| {
        let options = Options { layout, show: Show::everything(), ..Options::default() };
        let report = run("layout.chain", sheet, &options).report.expect("a report");
        assert!(matches!(report.claims[0].judgement, Judgement::Proved { .. }));
        let claims = report.claims.iter().map(|claim| format!("{:?}", claim.judgement)).collect::<Vec<_>>();
        (chainrule::page(&report, &options).text(120, true, false), claims)
    };
    let (numerator, claims) = page(JacobianLayout::Numerator);
    let (denominator, others) = page(JacobianLayout::Denominator);
    assert_eq!(claims, others);
    // tanh' is 1 at 0: the Jacobian is V itself.
    for (text, form, numbers, shape) in [
        (&numerator, "= diag(tanh'(a))*V ", "dh/dx = [1, 0, 2; 0, 1, 3]", "a row for each entry of h"),
        (&denominator, "= V^T*diag(tanh'(a)) ", "dh/dx = [1, 0; 0, 1; 2, 3]", "a row for each entry of x"),
    ] {
        for wanted in [form, numbers, shape] {
            assert!(text.contains(wanted), "{wanted} is not in\n{text}");
        }
        // The derivative of a number, and every entry, are the same.
        assert!(text.contains("dh[i]/dx[j] = sum(dh[i]/da[k]*V[k,j] for k in 1..2)"), "{text}");
        assert!(text.contains("dL/dx"), "{text}");
    }
}
