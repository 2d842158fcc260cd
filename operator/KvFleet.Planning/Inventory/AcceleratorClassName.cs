using System.Globalization;
using System.Text;
using KvFleet.Model;

namespace KvFleet.Planning.Inventory;

/// <summary>Makes the stable, DNS-1123-label-safe names of classes.</summary>
internal static class AcceleratorClassName
{
    private const int MaxProduct = 40;

    /// <summary>Vendor, product (with its memory, once), count, host memory: <c>nvidia-h100-80gb-hbm3-x8-1ti</c>.</summary>
    /// <param name="facts">The accelerators.</param>
    /// <param name="hostMemoryBytes">The host memory bucket.</param>
    public static string For(AcceleratorFacts facts, long hostMemoryBytes)
    {
        var parts = new List<string>();
        if (facts.Vendor == AcceleratorVendor.None)
        {
            parts.Add("cpu");
        }
        else
        {
            parts.Add(facts.Vendor.ToString().ToLowerInvariant());
            parts.Add(Product(facts));
            if (facts.MemoryBytes > 0 && !facts.Product.Contains("GB", StringComparison.OrdinalIgnoreCase))
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{(facts.MemoryBytes + (1L << 29)) >> 30}gi"));
            }

            if (facts.Count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"x{facts.Count}"));
            }
        }

        // "1.5Ti" has a dot, which a label must not: 1536Gi says the same.
        var host = ByteText.Format(hostMemoryBytes);
        parts.Add(host.Contains('.', StringComparison.Ordinal) ? string.Create(CultureInfo.InvariantCulture, $"{hostMemoryBytes >> 20}mi") : host.ToLowerInvariant());
        return string.Join('-', parts.Where(part => part.Length > 0));
    }

    private static string Product(AcceleratorFacts facts)
    {
        var cleaned = new StringBuilder();
        foreach (var character in facts.Product.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                cleaned.Append(character);
            }
            else if (cleaned.Length > 0 && cleaned[^1] != '-')
            {
                cleaned.Append('-');
            }
        }

        var vendor = facts.Vendor.ToString().ToLowerInvariant() + "-";
        var product = cleaned.ToString().Trim('-');
        product = product.StartsWith(vendor, StringComparison.Ordinal) ? product[vendor.Length..] : product;
        return product.Length <= MaxProduct ? product : product[..MaxProduct].TrimEnd('-');
    }
}
