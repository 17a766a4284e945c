//! Worksheets that several tests look at.

/// Two layers of arrays with numbers, and what their derivative comes to.
pub const TWO_LAYERS: &str = "\
# Two layers: 2 inputs, 3 hidden units, 2 outputs, squared error.
W1 in R^(3x2), b1 in R^3, W2 in R^(2x3), b2 in R^2, x in R^2, y in R^2
z1 = W1*x + b1
h  = sigmoid(z1)
z2 = W2*h + b2
L  = sum((z2 - y)^2)
given W1 = [1/2, -1; 1, 1/2; 0, 2], b1 = [0, 1/2, -1]
given W2 = [1, -1, 1/2; 2, 0, -1/2], b2 = [0, 1/4]
given x = [1, 2], y = [1, 0]
derive dL/dW1
claim dL/dW1 = (2*W2^T*(z2 - y) ⊙ sigmoid'(z1))*x^T
claim dL/dW1[1,1] ~= -0.294803
";
