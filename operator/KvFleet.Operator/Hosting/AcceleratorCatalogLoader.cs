using KvFleet.Model.Accelerators;
using KvFleet.Model.Catalog;

namespace KvFleet.Operator.Hosting;

/// <summary>Loads the accelerators that are known.</summary>
internal static class AcceleratorCatalogLoader
{
    /// <summary>The built-in accelerators, with an administrator's file on top.</summary>
    /// <param name="file">The file; empty for none.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CatalogException">The file is no catalog.</exception>
    public static AcceleratorCatalog Load(string file)
    {
        if (file.Length == 0)
            return AcceleratorCatalog.BuiltIn;
        using var reader = File.OpenText(file);
        return AcceleratorCatalog.BuiltIn.Merge(reader, file);
    }
}
