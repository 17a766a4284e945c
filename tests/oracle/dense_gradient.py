"""The gradient of tests/worked/dense-gradient.chain by dual numbers over exact fractions, one leaf at a time.

It reads the network off nothing but the few lines below, which state it as loops, and writes the worksheet with the
derivatives as claims. usage: python3 tests/oracle/dense_gradient.py > tests/worked/dense-gradient.chain
"""

from fractions import Fraction as F

INPUTS, HIDDEN, OUTPUTS = 3, 4, 3


class Dual:
    def __init__(self, value, slope=F(0)):
        self.value, self.slope = F(value), F(slope)

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __sub__(self, other):
        return Dual(self.value - other.value, self.slope - other.slope)

    def __mul__(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def __truediv__(self, other):
        slope = (self.slope * other.value - self.value * other.slope) / other.value**2
        return Dual(self.value / other.value, slope)

    def relu(self):
        return self if self.value > 0 else Dual(0)


def leaves():
    values = {}
    for i in range(1, HIDDEN + 1):
        for j in range(1, INPUTS + 1):
            values[f"w1[{i},{j}]"] = F((i * 7 + j * 5) % 11 - 4, 4)
        values[f"b1[{i}]"] = F(i, 8)
    for i in range(1, OUTPUTS + 1):
        for j in range(1, HIDDEN + 1):
            values[f"w2[{i},{j}]"] = F((i * 5 + j * 3) % 7 - 3, 2)
        values[f"b2[{i}]"] = F(1 - i, 4)
        values[f"y[{i}]"] = F(i, 2)
    for j in range(1, INPUTS + 1):
        values[f"x[{j}]"] = F(2 * j - 3, 2)
    return values


def loss(v):
    a1 = {}
    for i in range(1, HIDDEN + 1):
        z = v[f"b1[{i}]"]
        for j in range(1, INPUTS + 1):
            z = z + v[f"w1[{i},{j}]"] * v[f"x[{j}]"]
        a1[i] = z.relu()
    total = Dual(0)
    for i in range(1, OUTPUTS + 1):
        z = v[f"b2[{i}]"]
        for j in range(1, HIDDEN + 1):
            z = z + v[f"w2[{i},{j}]"] * a1[j]
        a = z * z / (Dual(1) + z * z)
        total = total + (a - v[f"y[{i}]"]) * (a - v[f"y[{i}]"])
    return total


def main():
    values = leaves()
    print("# A dense network, 3 wide, 4 wide, 3 wide: the derivatives by all 37 leaves in one sweep from the loss back.")
    print("# The numbers claimed are from tests/oracle/dense_gradient.py: dual numbers over exact fractions, leaf by leaf.")
    print("z1[1] = w1[1,1]*x[1] + w1[1,2]*x[2] + w1[1,3]*x[3] + b1[1]|a1[1] = relu(z1[1])|z1[2] = w1[2,1]*x[1] + w1[2,2]*x[2] + w1[2,3]*x[3] + b1[2]|a1[2] = relu(z1[2])|z1[3] = w1[3,1]*x[1] + w1[3,2]*x[2] + w1[3,3]*x[3] + b1[3]|a1[3] = relu(z1[3])|z1[4] = w1[4,1]*x[1] + w1[4,2]*x[2] + w1[4,3]*x[3] + b1[4]|a1[4] = relu(z1[4])|z2[1] = w2[1,1]*a1[1] + w2[1,2]*a1[2] + w2[1,3]*a1[3] + w2[1,4]*a1[4] + b2[1]|a2[1] = z2[1]^2/(1 + z2[1]^2)|z2[2] = w2[2,1]*a1[1] + w2[2,2]*a1[2] + w2[2,3]*a1[3] + w2[2,4]*a1[4] + b2[2]|a2[2] = z2[2]^2/(1 + z2[2]^2)|z2[3] = w2[3,1]*a1[1] + w2[3,2]*a1[2] + w2[3,3]*a1[3] + w2[3,4]*a1[4] + b2[3]|a2[3] = z2[3]^2/(1 + z2[3]^2)|L = (a2[1] - y[1])^2 + (a2[2] - y[2])^2 + (a2[3] - y[3])^2".replace("|", "\n"))
    given = [f"{name} = {value}" for name, value in values.items()]
    for start in range(0, len(given), 8):
        print("given " + ", ".join(given[start : start + 8]))
    print("derive gradient of L")
    for leaf in values:
        duals = {name: Dual(value, name == leaf) for name, value in values.items()}
        print(f"claim dL/d{leaf} = {loss(duals).slope}")


main()
