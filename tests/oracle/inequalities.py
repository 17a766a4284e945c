"""Inequalities that course notes and papers contain, and false ones next to them.

    python3 inequalities.py      checks every one with mpmath 1.3 at points of many sizes and writes inequalities.txt

A true one must hold at all points tried, a false one fail at one: a number off by a thousandth, strict where the sides
meet, outside of the domain or the range, far out. Sides that only meet (a strict inequality that fails where they are
equal) are marked `meet` with a point at which they do.
"""
import random
from claims import Claim, FUNCTIONS, N, Undefined, compiled, exponential, mp, mpf

TRUE = """
softplus(x) >= relu(x)
atan(x) < pi/2
abs(atan(x)) < pi/2
atan(x) + atan(y) < pi
asin(x) <= pi/2
acos(x) <= pi
pi - 2*acos(x) >= -pi
sigmoid(x)*(1-sigmoid(x))*(1-2*sigmoid(x)) <= 1/(6*sqrt(3))
x - x^3 <= 2/(3*sqrt(3)) | x >= 0
ln(1+exp(x)) > x
gelu(x) <= abs(x)
x^4-x^2+1 > 0
abs(x)-abs(y) <= abs(x-y)
sqrt(x^2+y^2) <= abs(x)+abs(y)
sin(x)/x <= 1
x*y*(1-x*y) <= 1/4
exp(x+y) >= 1+x+y
(x+y)/2 >= sqrt(x*y) | x >= 0, y >= 0
(x+y)^2 <= 2*(x^2+y^2)
abs(tanh(x)) < 1
abs(sin(x)) <= abs(x)
sigmoid(x)*(1-sigmoid(x)) <= 1/4
x*sigmoid(x) >= -0.279
x*(1-x) <= 1/4 | x in [0,1]
ln(x) <= x - 1 | x > 0
x*exp(-x) <= exp(-1)
x^2+y^2+z^2 >= x*y+y*z+z*x
x^4+y^4 >= 2*x^2*y^2
x^4+y^4 >= x^3*y+x*y^3
tanh(x) <= x | x >= 0
tanh(x) >= x - x^3/3 | x >= 0
sin(x) >= x - x^3/6 | x >= 0
cos(x) >= 1 - x^2/2
exp(x) >= 1 + x + x^2/2 | x >= 0
sigmoid(x) <= 1/2 + x/4 | x >= 0
sigmoid(x) <= exp(x)
softplus(x) <= ln(2) + abs(x)
softplus(x) - relu(x) <= ln(2)
silu(x) <= relu(x)
softsign(x) < 1
abs(softsign(x)) < 1
gelu(x) >= -0.17
silu(x) >= -0.279
tanh(x)^2 < 1
1 - tanh(x)^2 <= 1
1-tanh(x)^2 > 0
cosh(x) >= 1
cosh(x) >= 1 + x^2/2
x^2 >= 2*x - 1
ln(1+x) <= x | x >= 0
ln(1+x) >= x/(1+x) | x >= 0
sqrt(1+x) <= 1 + x/2 | x >= -1
abs(x*y) <= (x^2+y^2)/2
abs(x+y) <= abs(x)+abs(y)
max(x,y) >= (x+y)/2
relu(x)+relu(y) >= relu(x+y)
relu(x) >= x
abs(relu(x)-relu(y)) <= abs(x-y)
sigmoid(x) < 1
1/(1+x^2) <= 1
x/(1+x^2) <= 1/2
(x-y)^2 >= 0
x^3 >= 3*x-2 | x >= 0
x^6 - 3*x^2 + 2 >= 0
x^2*y^2 + 1 >= 2*x*y
(a*x+b*y)^2 <= (a^2+b^2)*(x^2+y^2)
exp(-x^2) <= 1
exp(-x^2) > 0
x^2*exp(-x^2) <= exp(-1)
atan(x) <= x | x >= 0
erf(x) <= 2*x/sqrt(pi) | x >= 0
ln(x) <= sqrt(x) | x > 0
x*ln(x) >= -exp(-1) | x > 0
-p*ln(p)-(1-p)*ln(1-p) <= ln(2) | p > 0, p < 1
p*(1-p) <= 1/4
sigmoid(x)^2 + sigmoid(-x)^2 >= 1/2
exp(x)+exp(-x) >= 2
(exp(x)+exp(y))/2 >= exp((x+y)/2)
ln(exp(x)+exp(y)) >= max(x,y)
ln(exp(x)+exp(y)) <= max(x,y) + ln(2)
abs(sigmoid(x)-1/2) < 1/2
exp(x)/(exp(x)+exp(y)) < 1
elu(x) >= -1
elu(x) > -1
selu(x) > -1.7581
tanh(x)*x >= 0
sin(x)*cos(x) <= 1/2
sin(x)+cos(x) <= 1.4143
sin(x)^2+cos(x)^2 >= 1
x/(1+abs(x)) < 1
abs(sin(x)-sin(y)) <= abs(x-y)
softplus(x) > 0
hardtanh(x) <= 1
min(x,y) <= max(x,y)
leaky_relu(x) <= abs(x)
x*y <= 1 | x in [-1,1], y in [-1,1]
x*y*z <= 1 | x in [-1,1], y in [-1,1], z in [-1,1]
w*sigmoid(x)*(1-sigmoid(x)) <= 3/4 | w in [-1,3]
(x-1)*(x-2)*(x-3)*(x-4)+1 >= 0
(1+x)^3 >= 1+3*x | x >= -1
2*x*y <= x^2+y^2
x/y + y/x >= 2 | x > 0, y > 0
(x+1/x) >= 2 | x > 0
sqrt(x*y) >= 2*x*y/(x+y) | x > 0, y > 0
sqrt(x)+sqrt(y) >= sqrt(x+y)
abs(abs(x)-abs(y)) <= abs(x-y)
tanh(x) <= 2*sigmoid(2*x)
"""

FALSE = """
atan(x) < 1.5707
atan(x) < pi/2 - 1e-7
acos(x) <= 3.1415
asin(x) <= 1.5707
sigmoid(x)*(1-sigmoid(x))*(1-2*sigmoid(x)) <= 0.999/(6*sqrt(3))
softplus(x) >= relu(x) + 0.001
softplus(x) > relu(x) + ln(2)/1000000
ln(1+exp(x)) > x + 1e-9
gelu(x) < abs(x)
gelu(x) <= abs(x) - 1e-6
x^4-x^2+0.2499 > 0
x^4-x^2+1/4 > 0
abs(x)-abs(y) < abs(x-y)
abs(x)-abs(y) <= 0.999*abs(x-y)
sqrt(x^2+y^2) <= 0.999*abs(x)+abs(y)
sqrt(x^2+y^2) < abs(x)+abs(y)
sin(x)/x <= 0.999
x*y*(1-x*y) < 1/4
x*y*(1-x*y) <= 0.2499
exp(x+y) > 1+x+y
exp(x+y) >= 1.001+x+y
(x+y)/2 > sqrt(x*y) | x >= 0, y >= 0
(x+y)/2 >= 1.001*sqrt(x*y) | x >= 0, y >= 0
(x+y)/2 >= sqrt(x*y)
abs(tanh(x)) < 0.9999
abs(sin(x)) < abs(x)
abs(sin(x)) <= 0.999*abs(x)
sigmoid(x)*(1-sigmoid(x)) < 1/4
x*sigmoid(x) >= -0.278
x*(1-x) <= 0.2499 | x in [0,1]
x*(1-x) < 1/4 | x in [0,1]
ln(x) < x - 1 | x > 0
ln(x) <= x - 1.001 | x > 0
x*exp(-x) < exp(-1)
x*exp(-x) <= 0.367
x^2+y^2+z^2 > x*y+y*z+z*x
x^2+y^2+z^2 >= 1.001*(x*y+y*z+z*x)
x^4+y^4 >= 2.001*x^2*y^2
x^4+y^4 > x^3*y+x*y^3
tanh(x) < x | x >= 0
tanh(x) <= x
tanh(x) <= 0.999*x | x >= 0
sin(x) >= x - x^3/6.001 | x >= 0
sin(x) >= x - x^3/6
cos(x) > 1 - x^2/2
cos(x) >= 1 - x^2/2.01
exp(x) >= 1 + x + x^2/2
sigmoid(x) <= 1/2 + x/4
sigmoid(x) <= 1/2 + x/4.01 | x >= 0
sigmoid(x) <= 0.999*exp(x)
softplus(x) < ln(2) + abs(x)
softplus(x) <= 0.693 + abs(x)
softplus(x) - relu(x) < ln(2)
silu(x) < relu(x)
gelu(x) >= -0.169
silu(x) >= -0.278
cosh(x) > 1
cosh(x) >= 1.001 + x^2/2
x^2 > 2*x - 1
ln(1+x) < x | x >= 0
ln(1+x) > x/(1+x) | x >= 0
sqrt(1+x) < 1 + x/2 | x >= -1
abs(x*y) < (x^2+y^2)/2
abs(x+y) < abs(x)+abs(y)
relu(x)+relu(y) > relu(x+y)
relu(x) > x
abs(relu(x)-relu(y)) <= 0.999*abs(x-y)
sigmoid(x) < 0.99999999
1/(1+x^2) < 1
x/(1+x^2) < 1/2
x/(1+x^2) <= 0.4999
x^3 > 3*x-2 | x >= 0
x^3 >= 3*x-2
x^6 - 3*x^2 + 1.999 >= 0
x^6 - 3*x^2 + 2 > 0
x^2*y^2 + 1 > 2*x*y
x^2*y^2 + 0.999 >= 2*x*y
(a*x+b*y)^2 < (a^2+b^2)*(x^2+y^2)
(a*x+b*y)^2 <= 0.999*(a^2+b^2)*(x^2+y^2)
x^2*exp(-x^2) <= 0.3678
atan(x) <= x
erf(x) <= 1.999*x/sqrt(pi) | x >= 0
x*ln(x) >= -0.3678 | x > 0
p*(1-p) < 1/4
sigmoid(x)^2 + sigmoid(-x)^2 > 1/2
exp(x)+exp(-x) > 2
(exp(x)+exp(y))/2 > exp((x+y)/2)
ln(exp(x)+exp(y)) <= max(x,y) + 0.693
abs(sigmoid(x)-1/2) < 0.49999999
elu(x) > -0.99999
selu(x) > -1.758
tanh(x)*x > 0
sin(x)*cos(x) < 1/2
sin(x)+cos(x) <= 1.4142
abs(sin(x)-sin(y)) <= 0.999*abs(x-y)
leaky_relu(x) < abs(x)
x*y < 1 | x in [-1,1], y in [-1,1]
w*sigmoid(x)*(1-sigmoid(x)) < 3/4 | w in [-1,3]
(x-1)*(x-2)*(x-3)*(x-4)+0.999 >= 0
(1+x)^3 >= 1+3*x
(1+x)^3 >= 1+3*x | x >= -3.001
x/y + y/x >= 2
x/y + y/x > 2 | x > 0, y > 0
(x+1/x) >= 2
sqrt(x*y) > 2*x*y/(x+y) | x > 0, y > 0
sqrt(x)+sqrt(y) > sqrt(x+y)
abs(abs(x)-abs(y)) < abs(x-y)
relu(x-123456) <= 1000
x^2 >= 1e12*step(-x-54321)
abs(x+20000) - x <= 20000
sqrt(x-3) < 1
1/(x-3) <= 1000
exp(-x^2) >= 1e-300
x <= 1e8
x^2+y^2 <= 1e20
sigmoid(x-50000) >= 1e-100
tanh(1000*(x-7/3)) >= -0.5 | x >= 2
max(x-5003,0)*max(5003.5-x,0) <= 0.01
x^2*y+y >= 0
x*ln(x) >= 0
sqrt(x)*x >= 1 | x >= 0
exp(x) >= 2.719*x
exp(x) >= x^2 + 1
tanh(x)^2 + tanh(y)^2 <= 1.99
"""

# Worksheets: statements before `claim` are separated by `;`.
NETWORKS = """
proved | O21 = sigmoid(w11*O11 + b); claim abs(dO21/dO11) <= abs(w11)/4
refuted | O21 = sigmoid(w11*O11 + b); claim abs(dO21/dO11) < abs(w11)/4
refuted | O21 = sigmoid(w11*O11 + b); claim abs(dO21/dO11) <= abs(w11)/4.001
proved | a1 = sigmoid(w1*x); a2 = sigmoid(w2*a1); a3 = sigmoid(w3*a2); L(a3); given x in [0, 1]; claim abs(dL/dw1) <= abs(w2*w3)/64 * abs(dL/da3)
refuted | a1 = sigmoid(w1*x); a2 = sigmoid(w2*a1); a3 = sigmoid(w3*a2); L(a3); given x in [0, 2]; claim abs(dL/dw1) <= abs(w2*w3)/200 * abs(dL/da3)
proved | h = tanh(w*x + b); y = tanh(v*h + c); claim abs(dy/dh) <= abs(v)
proved | h = tanh(w*x + b); y = tanh(v*h + c); claim abs(dy/dx) <= abs(v*w)
refuted | h = tanh(w*x + b); y = tanh(v*h + c); claim abs(dy/dx) <= abs(v*w)/1.001
proved | h = relu(w*x + b); y = relu(v*h + c); claim abs(dy/dx) <= abs(v*w)
proved | a = sigmoid(w*x + b); L = (a - 1)^2; claim abs(dL/db) <= 1/2
proved | a = sigmoid(w*x + b); L = (a - 1)^2; claim dL/db <= 0
refuted | a = sigmoid(w*x + b); L = (a - 1)^2; claim dL/db >= -0.29
proved | a = sigmoid(w*x + b); L = (a - y)^2; given y in [0, 1], x in [-1, 1]; claim abs(dL/dw) <= 1/2
proved | Z = w*x; O = sigmoid(Z); claim 0 < dO/dZ <= 1/4
refuted | Z = w*x; O = sigmoid(Z); claim 0 < dO/dZ < 1/4
proved | Z = w*x; O = tanh(Z); claim 0 < dO/dZ <= 1
refuted | Z = w*x; O = relu(Z); claim 0 < dO/dZ <= 1
proved | Z = w*x; O = relu(Z); claim 0 <= dO/dZ <= 1
proved | Z = w*x; O = softplus(Z); claim 0 < dO/dZ < 1
proved | claim sigmoid'(x)*sigmoid'(y) <= 1/16
refuted | claim sigmoid'(x)*sigmoid'(y) < 1/16
proved | given w in [-2, 2]; claim abs(w*sigmoid'(x)) <= 1/2
refuted | given w in [-2, 2]; claim abs(w*sigmoid'(x)) <= 0.4999
proved | given w in [-2, 2], v in [-3, 3]; claim abs(w*v*sigmoid'(x)*sigmoid'(y)) <= 3/8
proved | claim 0 < sigmoid(x) < 1
proved | claim -1 < tanh(x) < 1
proved | claim 0 <= relu(x) <= abs(x)
refuted | claim 0 < relu(x) <= abs(x)
proved | p = exp(x)/(exp(x) + exp(y)); claim 0 < p < 1
proved | p = exp(x)/(exp(x) + exp(y)); claim 0 < dp/dx <= 1/4
proved | p = 1/(1 + exp(-z)); L = -ln(p); claim L > 0
proved | L = softplus(-z); claim -1 < dL/dz < 0
proved | given x in [0, 1]; claim x*(1 - x) <= 1/4
refuted | given x in [0, 1]; claim x*(1 - x) <= 0.2499
"""


def failing(text, given, rng):
    """Whether it fails at a point, or only meets at one where it must not."""
    relation = next(sign for sign in ("<=", ">=", "<", ">") if sign in text)
    left, right = (side.strip() for side in text.split(relation))
    if relation in (">=", ">"):
        left, right = right, left
    box = {}
    for part in given.replace("],", "];").split(";" if "[" in given else ","):
        words = part.split()
        if not words:
            continue
        name, sign = words[0], words[1]
        low, high, low_open, high_open = box.get(name, (None, None, False, False))
        if sign == "in":
            low, high = (word.strip("[], ") for word in part.split("[")[1].split(","))
        elif sign in (">", ">="):
            low, low_open = words[2], sign == ">"
        else:
            high, high_open = words[2], sign == "<"
        box[name] = tuple(mpf(end) if isinstance(end, str) else end for end in (low, high, low_open, high_open))
    claim = Claim("bound", left, relation.replace(">", "<"), right, None, box)
    at_left, at_right = compiled(claim.left), compiled(claim.right)
    meets = defined = 0
    special = [dict.fromkeys(claim.names(), mpf(v)) for v in (0, 1, -1, 2, "0.5", "0.7853981634", "3.0005", 40, -1000)]
    special += [dict(zip(claim.names(), (mpf(a), mpf(b)))) for a in (0, "0.5", 1, -1, 2) for b in (0, 1, -1)] if len(claim.names()) == 2 else []
    for point in special + list(claim.points(rng, 800)) + [
        {name: mpf(rng.choice([1, -1])) * mpf(10) ** rng.uniform(-3, 12) + mpf(rng.choice([0, "5003.25", 123456])) for name in claim.names()}
        for _ in range(300)
    ]:
        def inside(name):
            low, high, low_open, high_open = box.get(name, (None, None, False, False))
            x = point[name]
            return not ((low is not None and (x < mpf(low) or (low_open and x == mpf(low)))) or (high is not None and (x > mpf(high) or (high_open and x == mpf(high)))))
        point = {name: mpf(value) for name, value in point.items()}
        if not all(map(inside, point)):
            continue
        try:
            a, b = at_left(point), at_right(point)
        except (Undefined, OverflowError, ZeroDivisionError, TypeError, ValueError):
            continue
        if not (mp.isfinite(a) and mp.isfinite(b)):
            continue
        defined += 1
        if a - b > mpf(10) ** -25 * (1 + abs(a) + abs(b)):
            return point
        # Equal to the last of ninety digits: rounding, or the sides meet.
        meets += relation in ("<", ">") and abs(a - b) <= mpf(10) ** -60 * (abs(a) + abs(b))
    assert defined > 20, text
    return "meets" if meets else None


# False for a reason that no rational point shows: the sides meet at an irrational one.
NOT_SHOWN = {"x^4-x^2+1/4 > 0", "sin(x)*cos(x) < 1/2"}


def main():
    rng = random.Random(7)
    entries = []
    for wanted, lines in (("proved", TRUE), ("refuted", FALSE)):
        for line in lines.strip().splitlines():
            text, _, given = (part.strip() for part in line.partition("|"))
            found = failing(text, given, rng)
            # Far out a side may round to the other: a strict true claim may seem to meet.
            if wanted == "proved" and found not in (None, "meets"):
                print("NOT TRUE", line, found)
            if wanted == "refuted" and found is None and text not in NOT_SHOWN:
                print("NOT SEEN TO FAIL", line)
            own = "not proved" if text in NOT_SHOWN else wanted
            entries.append(f"{own}\n" + (f"given {given}\n" if given else "") + f"claim {text}\n")
    for line in NETWORKS.strip().splitlines():
        wanted, sheet = line.split(" | ")
        entries.append(f"{wanted}\n" + sheet.replace("; ", "\n") + "\n")
    with open("inequalities.txt", "w") as file:
        file.write("# Written by inequalities.py. Do not edit.\n" + "---\n".join(entries))
    print(len(entries))


if __name__ == "__main__":
    main()
