namespace KvFleet.Planning.Allocation;

/// <summary>Splits a whole number in proportion to weights, within bounds: the one kernel behind "in proportion to budgets" and "by weight".</summary>
internal sealed class Fill(int capacity)
{
    private const double Epsilon = 1e-9;

    private readonly bool[] _free = new bool[capacity];
    private readonly double[] _share = new double[capacity];
    private readonly double[] _key = new double[capacity];
    private readonly int[] _order = new int[capacity];

    /// <summary>
    /// Finds the level t for which the parts <c>clamp(t * weight, lower, upper)</c> sum up to <paramref name="total"/>, rounded to whole numbers: down, and what is left one each by largest
    /// remainder, ties by position.
    /// </summary>
    /// <param name="weights">Weights, not negative.</param>
    /// <param name="lower">Least parts.</param>
    /// <param name="upper">Largest parts, not below <paramref name="lower"/>.</param>
    /// <param name="total">What to split; clamped to what the bounds allow.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="credit">If given: what rounding has taken from each before; decides who gets the remainder, and is carried on.</param>
    public void Split(ReadOnlySpan<double> weights, ReadOnlySpan<long> lower, ReadOnlySpan<long> upper, long total, Span<long> parts, Span<double> credit = default)
    {
        var (least, most) = (0L, 0L);
        for (var index = 0; index < weights.Length; index++)
        {
            least += lower[index];
            most += upper[index];
        }

        if (total <= least || total >= most)
        {
            (total <= least ? lower : upper).CopyTo(parts);
            return;
        }

        FindShares(weights, lower, upper, total);
        Round(lower, upper, total, parts[..weights.Length], credit);
    }

    /// <summary>Real-valued parts. Clamps on the side that is violated more until nothing is: a few passes over the parts, not a search.</summary>
    private void FindShares(ReadOnlySpan<double> weights, ReadOnlySpan<long> lower, ReadOnlySpan<long> upper, long total)
    {
        var count = weights.Length;
        var (left, weight) = ((double)total, 0.0);
        for (var index = 0; index < count; index++)
        {
            _free[index] = weights[index] > 0 && upper[index] > lower[index];
            _share[index] = lower[index];
            left -= _free[index] ? 0 : lower[index];
            weight += _free[index] ? weights[index] : 0;
        }

        while (weight > 0)
        {
            var level = left / weight;
            var (above, below) = (0.0, 0.0);
            for (var index = 0; index < count; index++)
            {
                if (_free[index])
                {
                    _share[index] = level * weights[index];
                    above += Math.Max(0, _share[index] - upper[index]);
                    below += Math.Max(0, lower[index] - _share[index]);
                }
            }

            if (above <= Epsilon && below <= Epsilon)
            {
                return;
            }

            for (var index = 0; index < count; index++)
            {
                var tooHigh = _free[index] && above >= below && _share[index] > upper[index];
                var tooLow = _free[index] && below >= above && _share[index] < lower[index];
                if (tooHigh || tooLow)
                {
                    _share[index] = tooHigh ? upper[index] : lower[index];
                    _free[index] = false;
                    left -= _share[index];
                    weight -= weights[index];
                }
            }
        }
    }

    private void Round(ReadOnlySpan<long> lower, ReadOnlySpan<long> upper, long total, Span<long> parts, Span<double> credit)
    {
        var candidates = 0;
        var left = total;
        for (var index = 0; index < parts.Length; index++)
        {
            parts[index] = Math.Clamp((long)Math.Floor(_share[index] + Epsilon), lower[index], upper[index]);
            left -= parts[index];
            if (parts[index] < upper[index])
            {
                _key[candidates] = parts[index] - _share[index] - (credit.IsEmpty ? 0 : credit[index]);
                _order[candidates++] = index;
            }
        }

        while (left > 0)
        {
            // Less is left than there are candidates (the level clamps whoever is full), so one of them each; a second pass is for rounding noise only.
            var take = (int)Math.Min(left, candidates);
            SelectSmallest(take, candidates);
            for (var position = 0; position < take; position++)
            {
                var index = _order[position];
                left -= parts[index] < upper[index] ? 1 : 0;
                parts[index] += parts[index] < upper[index] ? 1 : 0;
            }
        }

        for (var index = 0; index < credit.Length; index++)
        {
            credit[index] += _free[index] ? _share[index] - parts[index] : 0;
        }
    }

    /// <summary>Brings the <paramref name="take"/> smallest keys to the front; ties go by position, so the choice is always the same. Quickselect: nobody needs the rest in order.</summary>
    private void SelectSmallest(int take, int candidates)
    {
        var (low, high) = (0, candidates - 1);
        while (low < high)
        {
            var boundary = Partition(low, high);
            if (boundary == take || boundary == take - 1)
            {
                return;
            }

            (low, high) = boundary > take ? (low, boundary - 1) : (boundary + 1, high);
        }
    }

    private int Partition(int low, int high)
    {
        Swap(low + ((high - low) / 2), high);
        var boundary = low;
        for (var position = low; position < high; position++)
        {
            if (Before(position, high))
            {
                Swap(position, boundary++);
            }
        }

        Swap(boundary, high);
        return boundary;
    }

    private bool Before(int left, int right) => _key[left] < _key[right] || (_key[left] <= _key[right] && _order[left] < _order[right]);

    private void Swap(int left, int right)
    {
        (_key[left], _key[right]) = (_key[right], _key[left]);
        (_order[left], _order[right]) = (_order[right], _order[left]);
    }
}
