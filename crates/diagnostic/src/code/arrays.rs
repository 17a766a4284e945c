//! Vectors and matrices.

use super::Code;

/// Two arrays that do not fit together.
pub static SHAPES_APART: Code = Code {
    id: "E0801",
    name: "shapes-apart",
    title: "Two arrays do not fit together",
    explanation: "A product takes a matrix with as many columns as what follows has rows; a sum and `⊙` take arrays of one shape. The message names both shapes and where they were declared.",
    bad: "W in R^(3x2), x in R^3\nz = W*x\nL = sum(z)\nderive dL/dW",
    good: "W in R^(3x2), x in R^3\nz = W^T*x\nL = sum(z)\nderive dL/dW",
};

/// What shapes do not decide.
pub static TWO_ARRAY_READINGS: Code = Code {
    id: "E0802",
    name: "two-array-readings",
    title: "An expression with arrays can be read in two ways",
    explanation: "Shapes choose among the readings of an expression; where two fit, both are shown and neither is taken. Brackets, `ones`, or sizes by letter say which one is meant.",
    bad: "A in R^(2x2), x in R^2\nB = A^2\nL = sum(B*x)\nderive dL/dx",
    good: "A in R^(2x2), x in R^2\nB = A*A\nL = sum(B*x)\nderive dL/dx",
};

/// A shape that says nothing, or that a value does not have.
pub static BAD_SHAPE: Code = Code {
    id: "E0803",
    name: "bad-shape",
    title: "A shape can't be read, or a value has another one",
    explanation: "Shapes are written `x in R^3`, `W in R^(3x2)`, `K in R^(2x3x3)`, with whole numbers or letters for sizes. A value has the shape that is declared: rows are parted by `;`, entries by `,`.",
    bad: "x in R^2\nL = sum(x)\ngiven x = [1, 2, 3]\nderive dL/dx",
    good: "x in R^3\nL = sum(x)\ngiven x = [1, 2, 3]\nderive dL/dx",
};

/// The gradient of something that is no number.
pub static NOT_ONE_NUMBER: Code = Code {
    id: "E0804",
    name: "not-one-number",
    title: "A gradient is of one number",
    explanation: "A loss is one number: the sum of the entries, the square of a length. The derivatives of the entries of a vector by those of another are asked for by the names of the two vectors.",
    bad: "W in R^(2x2), x in R^2\nz = W*x\nderive gradient of z",
    good: "W in R^(2x2), x in R^2\nz = W*x\nL = norm(z)^2\nderive dL/dW",
};

/// A statement that is not read beside shapes.
pub static NOT_WITH_SHAPES: Code = Code {
    id: "E0805",
    name: "not-with-shapes",
    title: "This is not read in a worksheet with declared shapes",
    explanation: "A worksheet in which shapes are declared is read as one with vectors and matrices. Functions of one's own and ranges are read in worksheets without shapes; an index there may stand as a number. The members of families are written out: the ends of their ranges are numbers, or letters with `let`. Steps are carried out in numbers, entry by entry: every size needs a number for them.",
    bad: "x in R^2\nL = sum(x)\ngiven x in [0, 1]\nderive dL/dx",
    good: "x in R^2\nL = sum(x)\ngiven x = [0, 1]\nderive dL/dx",
};

/// A file of numbers that can't be used.
pub static DATA_FILE: Code = Code {
    id: "E0806",
    name: "data-file",
    title: "A file of numbers can't be read",
    explanation: "A value may stand in a file: CSV or TSV, where a first line may name the columns; JSON, a list or a list of rows; NPY as NumPy writes it. Its name is relative to the folder of the worksheet, and it lies in that folder or below. All rows have as many numbers, and every cell is one. Only the command line reads files.",
    bad: "X in R^(3x2)\nL = sum(X)\ngiven X = file \"train.csv\"\nderive dL/dX",
    good: "X in R^(3x2)\nL = sum(X)\ngiven X = [1, 2; 3, 4; 5, 6]\nderive dL/dX",
};
