namespace KvFleet.Operator.Specs;

/// <summary>
/// What runs in a pod that mounts by itself: a shell script, so that any image with mount(8) and the client of the filesystem will do. It looks at the table of mounts and at its own processes only, never at the mount: a
/// server that hangs does not hang it.
/// </summary>
internal static class MountScript
{
    /// <summary>The script; its arguments are type, source and options.</summary>
    public const string Text = """
        type=$1 source=$2 options=$3 place=/kvfleet/mount daemons=0
        mounted() { case "$(cat /proc/self/mountinfo)" in *" $place "*) return 0 ;; esac; return 1; }
        unmount() { timeout 10 umount -l "$place" 2>/dev/null; }
        tell() { printf '%s\n' "$1" >/kvfleet/message.new && mv /kvfleet/message.new /kvfleet/message; [ -z "$1" ] || echo "$1"; }
        count() { others=0; for process in /proc/[0-9]*; do [ "$process" = /proc/1 ] || [ ! -e "$process/exe" ] || others=$((others + 1)); done; }
        trap 'unmount; exit 0' TERM INT
        mkdir -p "$place"
        # Where the host labels files, tenants' processes may use this one only with their label.
        case ",$options," in *,context=*) ;; *) [ ! -e /sys/fs/selinux/enforce ] || options="$options,context=system_u:object_r:container_file_t:s0" ;; esac
        # What an earlier run of this container left has no daemon any more.
        while mounted; do unmount || break; done
        while :; do
          if mounted; then
            count
            if [ "$daemons" -gt 0 ] && [ "$others" -eq 0 ]; then echo "the filesystem's process has ended; mounting it anew"; unmount; continue; fi
          elif words=$(timeout 120 mount -t "$type" -o "$options" "$source" "$place" 2>&1); then
            tell ""; echo "mounted $source"; count; daemons=$others
          else
            tell "${words:-mount failed without a word}"; unmount
          fi
          sleep 3 & wait $!
        done
        """;
}
