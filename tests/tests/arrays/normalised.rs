//! What is centred, divided by its length or by a deviation: the way back as textbooks print it, told by what comes out.

use super::report;
use chainrule::Judgement;

/// Sheets, what stands at the top of their pages, and of claims one that holds and one that does not.
const SHEETS: &[(&str, &[&str], &str, &str)] = &[
    (
        "x, g in R^n, eps in R\nm = mean(x)\nv = mean((x - m)^2)\ny = (x - m)/sqrt(v + eps)\nL = g^T*y\nderive dL/dx, dy/dx\n",
        &[
            "∂L/∂x = (g - (gᵀ·y)·y/n - sum(g)/n)/√(v + eps) ",
            "∂y/∂x = (I(n) - y·yᵀ/n - ones(n)·ones(n)ᵀ/n)/√(v + eps) ",
        ],
        "dL/dx = (n*g - sum(g) - y*sum(g ⊙ y))/(n*sqrt(v + eps))",
        "dL/dx = (n*g - sum(g) - y*sum(g))/(n*sqrt(v + eps))",
    ),
    (
        "x, g in R^n, eps in R\nm = mean(x)\nc = x - m\nv = norm(c)^2/n\ns = sqrt(v + eps)\ny = c/s\nL = g^T*y\nderive dL/dx\n",
        &["∂L/∂x = (g - (gᵀ·y)·y/n - sum(g)/n)/s "],
        "dL/dx = (g - mean(g) - y*mean(g ⊙ y))/s",
        "dL/dx = (g - mean(g) - y*mean(g ⊙ y))/s^2",
    ),
    (
        "x, g in R^N, eps, gamma, beta in R\nmu = sum(x)/N\nv = sum((x - mu)^2)/N\nxhat = (x - mu)/sqrt(v + eps)\ny = gamma*xhat + beta\nL = g^T*y\nderive dL/dx\n",
        &["∂L/∂x = γ·(g - (gᵀ·xhat)·xhat/N - sum(g)/N)/√(v + eps) "],
        "dL/dx = gamma/(N*sqrt(v + eps))*(N*g - sum(g) - xhat*sum(g ⊙ xhat))",
        "dL/dx = gamma/(N*sqrt(v + eps))*(N*g - sum(g) - y*sum(g ⊙ y))",
    ),
    (
        "x, t, gamma, beta in R^n, eps in R\nmu = mean(x)\nvar = mean((x - mu)^2)\nxhat = (x - mu)/sqrt(var + eps)\ny = gamma ⊙ xhat + beta\nL = sum((y - t)^2)/2\nderive dL/dx\n",
        &["∂L/∂x = (∂L/∂xhat - ((∂L/∂xhat)ᵀ·xhat)·xhat/n - sum(∂L/∂xhat)/n)/√(var + eps) "],
        "dL/dx = (dL/dxhat - mean(dL/dxhat) - xhat*mean(dL/dxhat ⊙ xhat))/sqrt(var + eps)",
        "dL/dx = (dL/dy - mean(dL/dy) - xhat*mean(dL/dy ⊙ xhat))/sqrt(var + eps)",
    ),
    (
        "X, G in R^(N×d), eps in R\nmu = mean(X, each column)\nv = mean((X - mu)^2, each column)\nZ = (X - mu)*diag(1 ./ sqrt(v + eps))\nL = sum(G ⊙ Z)\nderive dL/dX\n",
        &[
            "∂L/∂X = (G - Z·diag(sum(G ⊙ Z, each column))/N - ones(N)·sum(G, each column)ᵀ/N)·diag(1 ⊘ √(v + eps)) ",
        ],
        "dL/dX[i,j] = (G[i,j] - sum(G[k,j] for k in 1..N)/N - Z[i,j]*sum(G[k,j]*Z[k,j] for k in 1..N)/N)/sqrt(v[j] + eps) for i in 1..N, j in 1..d",
        "dL/dX[i,j] = (G[i,j] - sum(G[i,k] for k in 1..d)/d - Z[i,j]*sum(G[i,k]*Z[i,k] for k in 1..d)/d)/sqrt(v[j] + eps) for i in 1..N, j in 1..d",
    ),
    (
        "x, g in R^n\nm = mean(x)\ns = sqrt(sum((x - m)^2)/(n - 1))\nz = (x - m)/s\nL = g^T*z\nderive dL/dx\n",
        &["∂L/∂x = (g - (gᵀ·z)·z/(n - 1) - sum(g)/n)/s "],
        "dL/dx = (g - mean(g) - z*(g^T*z)/(n - 1))/s",
        "dL/dx = (g - mean(g) - z*(g^T*z)/n)/s",
    ),
    (
        "u, v in R^n\na = u/norm(u)\nb = v/norm(v)\nL = 1 - a^T*b\nderive dL/du, da/du\n",
        &["∂L/∂u = ((aᵀ·b)·a - b)/norm(u) ", "∂a/∂u = (I(n) - a·aᵀ)/norm(u) "],
        "dL/du = ((a^T*b)*a - b)/norm(u)",
        "dL/du = ((a^T*b)*b - a)/norm(u)",
    ),
    (
        "x in R^n\ny[i] = sum(x[j] for j in 1..i) for i in 1..n\nL = sum(y ⊙ y)\nderive dL/dx\n",
        &["∂L/∂x[i] = 2·Σ(y[j] for j in i..n) "],
        "dL/dx[i] = 2*sum(y[j] for j in i..n) for i in 1..n",
        "dL/dx[i] = 2*sum(y[j] for j in 1..i) for i in 1..n",
    ),
];

#[test]
fn the_way_back_is_closed() {
    for (sheet, tops, holds, fails) in SHEETS {
        let report = report(&format!("{sheet}claim {holds}\nclaim {fails}\n"));
        let page = chainrule_tests::usual_page(&report).text(400, false, false);
        for top in *tops {
            assert!(page.lines().any(|line| line.starts_with(top)), "{top}\n{page}");
        }
        assert!(matches!(report.claims[0].judgement, Judgement::Proved(_)), "{holds}\n{page}");
        assert!(matches!(report.claims[1].judgement, Judgement::Refuted { .. }), "{fails}\n{page}");
    }
}
