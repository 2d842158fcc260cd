using System.Globalization;
using System.Text;
using KvFleet.Api.Defaults;
using KvFleet.Api.Pools;
using KvFleet.Model.Accelerators;
using KvFleet.Planning.Inventory;

namespace KvFleet.Operator.Filesystems;

/// <summary>
/// Names of directories on shared filesystems: TENANT/POOL, MODEL@REVISION, ENGINE (the pod's own, put in between by the agent), ACCELERATOR/LAYOUT/RANKS. What lies in one directory can be exchanged by all who see it. Pure.
/// </summary>
public static class SharedPaths
{
    // Names of filesystems end at 255 bytes, and engines add to theirs.
    private const int Longest = 120;

    /// <summary>The pool's directory from the root of the filesystem.</summary>
    /// <param name="directory">Directory below which pools have theirs.</param>
    /// <param name="namespace">The pool's namespace.</param>
    /// <param name="name">The pool's name.</param>
    public static string Pool(string directory, string @namespace, string name) => $"{directory}/{Name(@namespace)}/{Name(name)}";

    /// <summary>Model and revision.</summary>
    /// <param name="model">The model.</param>
    public static string Model(PoolModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return $"{Name(model.Name)}@{Name(model.Revision ?? SharedDefaults.Revision)}";
    }

    /// <summary>Accelerator, layout of the values, ranks. How many accelerators a node has, and how much memory, changes no value.</summary>
    /// <param name="accelerators">The node's accelerators.</param>
    /// <param name="spec">The pool.</param>
    /// <param name="rowStrideBytes">Bytes of a row: two layouts that differ in it cannot be exchanged.</param>
    public static string Variant(AcceleratorFacts accelerators, KVCachePoolSpec spec, long rowStrideBytes)
    {
        ArgumentNullException.ThrowIfNull(accelerators);
        ArgumentNullException.ThrowIfNull(spec);
        var hardware = accelerators.Vendor == AcceleratorVendor.None ? "cpu" : (accelerators.Product.Length > 0 ? accelerators.Product : accelerators.Vendor.ToString()).ToLowerInvariant();
        var type = spec.Model.DataType is { } given ? given.ToString().ToLowerInvariant() : "default";
        return string.Create(
            CultureInfo.InvariantCulture, $"{Name(hardware)}/{type}-{rowStrideBytes}/tp{spec.Parallelism?.Tensor ?? 1}-pp{spec.Parallelism?.Pipeline ?? 1}");
    }

    /// <summary>A text as the name of one directory: another text never gives the same name.</summary>
    /// <param name="text">The text.</param>
    internal static string Name(string text)
    {
        var name = new StringBuilder(text.Length);
        foreach (var rune in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)rune) || (char)rune is '-' or '_' || ((char)rune == '.' && name.Length > 0))
                name.Append((char)rune);
            else
                name.Append(CultureInfo.InvariantCulture, $"+{rune:x2}");
        }

        if (name.Length is > 0 and <= Longest)
            return name.ToString();
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        return $"{name.ToString(0, Math.Min(name.Length, Longest))}+{hash}";
    }
}
