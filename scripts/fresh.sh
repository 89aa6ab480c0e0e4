#!/bin/bash
# Runs run.sh and test.sh in a minimal Debian 12 made for it: what an install step forgets shows there and nowhere else.
# scripts/fresh.sh             both
# scripts/fresh.sh run         run.sh only: as root twice, and as a user with sudo
# scripts/fresh.sh test [LEVEL…]  test.sh only
# Needs root and the network.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh
[ "$(id -u)" = 0 ] || fail "expected to run as root: it makes a file system and enters it"
root=$(mktemp -d /var/tmp/vigie-fresh.XXXXXX)
chmod 755 "$root" # it becomes /

# What `apt` knows of Debian's own archives on this machine: the same mirrors are used inside.
sources() {
  apt-get indextargets --format '$(ORIGIN) deb $(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
    sed -n 's/^Debian deb/deb/p' | sort -u
}

make_system() {
  local mirror
  mirror=$(sources | awk '$3 == "bookworm" { print $2; exit }')
  say "Making a minimal Debian 12 in $root from ${mirror:=http://deb.debian.org/debian}"
  debootstrap --variant=minbase bookworm "$root" "$mirror" > "$root.log" 2>&1 || { tail "$root.log" >&2; exit 1; }
  sources > "$root/etc/apt/sources.list"
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  find /etc/apt/apt.conf.d -name '*proxy*' -exec cp -t "$root/etc/apt/apt.conf.d" {} +
  if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
    install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$root/usr/local/share/vigie-fresh/ca.pem"
  fi
}

copy_project() {
  mkdir -p "$root$1"
  git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C "$root$1"
}

# Its own mounts and processes: all end with it.
enter() {
  unshare --mount --pid --fork --kill-child --mount-proc="$root/proc" bash -c '
    mount -t tmpfs tmpfs "$0/dev/shm" && mount -t devpts devpts "$0/dev/pts" -o newinstance,ptmxmode=0666 &&
    mount --bind /sys "$0/sys" && exec chroot "$0" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      HOME=/root TERM=dumb LANG=C.UTF-8 http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" \
      NODE_EXTRA_CA_CERTS=/usr/local/share/vigie-fresh/ca.pem "$@"' "$root" "$@"
}

remove_system() { rm -rf --one-file-system "$root" "$root.log"; }
trap remove_system EXIT

make_system
copy_project /opt/vigie
if [ "${1:-run}" = run ]; then
  enter bash /opt/vigie/scripts/fresh-inside.sh root
  enter bash /opt/vigie/scripts/fresh-inside.sh user
fi
if [ "${1:-test}" = test ]; then
  enter /opt/vigie/test.sh "${@:2}"
fi
say "A minimal Debian 12 is enough."
