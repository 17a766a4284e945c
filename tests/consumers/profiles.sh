# The notation profiles that the program knows, one a line, as it names them itself: profiles CHAINRULE_BINARY
profiles() {
  local said
  said="$("$1" run -e 'y = x; derive dy/dx' --notation '?' 2>&1 || true)"
  said="${said#*the profiles are }"
  tr ',' '\n' <<<"${said%%, or a file*}" | tr -d ' '
}
