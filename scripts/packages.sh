# Sourced by run.sh and test.sh: installs what is missing of the sections of packages.txt, and nothing else. What it installs
# is used as programs: no service is started or enabled, no PostgreSQL cluster is made.

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

# packages_missing FILE SECTION…: the names, one a line.
packages_missing() {
  local file=$1 section='' name program wanted=()
  shift
  while read -r name program; do
    case $name in
      '' | '#'*) continue ;;
      '['*) section=${name//[\[\]]/} ;;
      *)
        case " $* " in *" $section "*) ;; *) continue ;; esac
        if [ -n "$program" ] && command -v "$program" > /dev/null; then continue; fi
        wanted+=("$name")
        ;;
    esac
  done < "$file"
  if [ "${#wanted[@]}" = 0 ]; then return; fi
  local installed
  installed=$({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2> /dev/null || true; } | sed -n 's/^installed //p')
  printf '%s\n' "${wanted[@]}" | sort -u | grep -vxF "${installed:-/}" || true
}

# Runs as root, in a process of its own: puts back what it changed whatever happens. Its variables are not local, since the trap
# runs when it has returned.
packages_install_as_root() {
  set -eu
  policy=/usr/sbin/policy-rc.d clusters=/etc/postgresql-common/createcluster.conf made='' kept=''
  template=/usr/share/postgresql-common/createcluster.conf
  put_back() {
    if [ -n "$made" ]; then rm -f "$policy"; fi
    if [ -n "$kept" ]; then
      mv -f "$kept" "$clusters"
    elif [ -f "$template" ]; then
      cp "$template" "$clusters"
    else
      rm -f "$clusters"
    fi
  }
  mkdir -p "${clusters%/*}"
  if [ -e "$clusters" ]; then
    kept=$clusters.vigie
    cp -p "$clusters" "$kept"
  fi
  trap put_back EXIT
  echo 'create_main_cluster = false' > "$clusters"
  if [ ! -e "$policy" ]; then
    made=yes
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1
  apt-get update -q
  apt-get install -q -y --no-install-recommends "$@"
  for package in "$@"; do
    for unit in $(dpkg -L "$package" | sed -n 's|^\(/usr\)\?/lib/systemd/system/\([^/@]*\.\(service\|timer\)\)$|\2|p'); do
      systemctl disable -q "$unit" > /dev/null 2>&1 || true
    done
  done
}

# packages_install FILE SECTION…
packages_install() {
  local missing
  mapfile -t missing < <(packages_missing "$@")
  if [ "${#missing[@]}" = 0 ]; then return; fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  if [ "$(id -u)" != 0 ] && ! command -v sudo > /dev/null; then
    fail "Not root, and no sudo: run as root  apt-get install ${missing[*]}"
  fi
  as_root bash -c "$(declare -f packages_install_as_root); packages_install_as_root \"\$@\"" packages "${missing[@]}" >&2 ||
    fail "The packages could not be installed: see above."
}
