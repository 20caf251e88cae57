# Become a program of a Debian tree: inside.sh TREE FOLDER USER GROUP program …   Run by deploy/inside.py
# in a mount namespace of its own, whose mounts are gone with the program, however it ends.
set -e
tree=$1 folder=$2 user=$3 group=$4
shift 4
mount --rbind /dev "$tree/dev"
mount -t proc proc "$tree/proc"
mount --bind /etc/passwd "$tree/etc/passwd" # PostgreSQL asks for the name of its user
mount --bind "$folder" "$tree/srv/nhip"
# A program that changes its user loses the tether to its parent; setpriv ties it anew.
exec chroot "$tree" /usr/bin/setpriv --reuid="$user" --regid="$group" --clear-groups --pdeathsig INT \
  -- "$@"
