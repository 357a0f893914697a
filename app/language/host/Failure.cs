using System;

/// <summary>Why a request has no result. The kinds are those of <c>FailureKind</c> in the crate <c>language</c>.</summary>
sealed class Failure : Exception
{
    public readonly string Kind;

    public Failure(string kind, string text) : base(text)
    {
        Kind = kind;
    }
}
