using System.Collections;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>What every log line of one run carries.</summary>
internal sealed class ReconcileScope(string controller, ObjectKey key, Guid reconcileId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("controller", controller),
        1 => new("object", key.ToString()),
        2 => new("reconcileID", reconcileId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"controller={controller} object={key} reconcileID={reconcileId}";
}
