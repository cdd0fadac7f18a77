using System.Text.Json;

namespace ComputeOperator.Kubernetes.Serialization;

/// <summary>Writes a merge patch, and of its nested objects only those in which something is written.</summary>
internal sealed class PatchWriter(Utf8JsonWriter writer)
{
    private readonly List<string> _path = [];
    private int _opened;
    private bool _begun;

    /// <summary>Goes into a member that is an object.</summary>
    public void Enter(string member) => _path.Add(member);

    /// <summary>Comes back from the member entered last.</summary>
    public void Leave()
    {
        if (_opened == _path.Count)
        {
            writer.WriteEndObject();
            _opened--;
        }

        _path.RemoveAt(_path.Count - 1);
    }

    /// <summary>Gives a member its new value.</summary>
    /// <param name="member">Its name.</param>
    /// <param name="value">JSON, UTF-8.</param>
    public void Set(string member, ReadOnlySpan<byte> value)
    {
        Open();
        writer.WritePropertyName(member);
        writer.WriteRawValue(value, skipInputValidation: true);
    }

    /// <summary>Removes a member.</summary>
    public void Remove(string member)
    {
        Open();
        writer.WriteNull(member);
    }

    /// <summary>Ends the patch; false when nothing was written.</summary>
    public bool Close()
    {
        if (_begun)
        {
            writer.WriteEndObject();
        }

        return _begun;
    }

    private void Open()
    {
        if (!_begun)
        {
            writer.WriteStartObject();
            _begun = true;
        }

        for (; _opened < _path.Count; _opened++)
        {
            writer.WriteStartObject(_path[_opened]);
        }
    }
}
