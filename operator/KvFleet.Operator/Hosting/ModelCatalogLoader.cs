using KvFleet.Model.Catalog;

namespace KvFleet.Operator.Hosting;

/// <summary>Loads the models that are known by name.</summary>
internal static class ModelCatalogLoader
{
    /// <summary>The built-in models, with an administrator's file on top.</summary>
    /// <param name="file">The file; empty for none.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CatalogException">The file is no catalog.</exception>
    public static ModelCatalog Load(string file)
    {
        if (file.Length == 0)
            return ModelCatalog.BuiltIn;
        using var reader = File.OpenText(file);
        return ModelCatalog.BuiltIn.Merge(reader, file);
    }
}
