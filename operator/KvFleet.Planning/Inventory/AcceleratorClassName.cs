using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KvFleet.Model.Accelerators;

namespace KvFleet.Planning.Inventory;

/// <summary>Makes the stable, DNS-1123-label-safe names of classes.</summary>
internal static class AcceleratorClassName
{
    private const int MaxProduct = 32;
    private const int HashCharacters = 4;

    /// <summary>Vendor, product (with its memory, once), count, host memory: <c>nvidia-h100-80gb-hbm3-x8-1ti</c>. Unknown parts are left out.</summary>
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

        parts.Add(Size(hostMemoryBytes));
        return string.Join('-', parts.Where(part => part.Length > 0));
    }

    /// <summary>The size in the largest unit that needs no decimal point, which a label must not have: 1536gi, not 1.5ti.</summary>
    private static string Size(long bytes)
    {
        string[] units = ["", "ki", "mi", "gi", "ti", "pi", "ei"];
        var unit = 0;
        while (bytes > 0 && bytes % 1024 == 0 && unit < units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return bytes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{bytes}{units[unit]}");
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
        if (product.Length <= MaxProduct)
        {
            return product;
        }

        // Cut names of different products must stay different.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(product)))[..HashCharacters];
        return $"{product[..(MaxProduct - HashCharacters - 1)].TrimEnd('-')}-{hash}";
    }
}
