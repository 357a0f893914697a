// One of every kind of type and member that others see. tests/it/kinds/README.md tells how it was compiled.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Kinds
{
    /// <summary>An open type, with <see cref="Dictionary{TKey, TValue}"/> and <paramref name="none"/> &amp; more.</summary>
    public abstract class Open<T> : IComparable<T> where T : class, IDisposable, new()
    {
        /// <summary>s</summary>
        public const int Number = -5;
        /// <summary>s</summary>
        public const string Text = "a\"b\\\n\u202e☃";
        /// <summary>s</summary>
        public const char Letter = '\'';
        /// <summary>s</summary>
        public const double Half = 0.5, Endless = double.PositiveInfinity;
        /// <summary>s</summary>
        public const float Third = 1f / 3;
        /// <summary>s</summary>
        public const decimal Money = -12.50m;
        /// <summary>s</summary>
        public const ulong Most = ulong.MaxValue;
        /// <summary>s</summary>
        public const Color Red = Color.Red;
        /// <summary>s</summary>
        public const object Nothing = null;
        /// <summary>s</summary>
        public static readonly T[] Values = null;
        /// <summary>s</summary>
        protected volatile int seen;
        internal int hidden;
        private protected int alsoHidden;
        /// <summary>s</summary>
        protected internal T[,][] table;
        /// <summary>s</summary>
        protected Open(T first) { }
        static Open() { }
        /// <summary>s</summary>
        ~Open() { }
        /// <summary>s</summary>
        public abstract int Count { get; protected set; }
        /// <summary>s</summary>
        public virtual T this[int index, string name] { get { return null; } set { } }
        /// <summary>s</summary>
        public int WriteOnly { set { } }
        /// <summary>s</summary>
        public event EventHandler<EventArgs> Changed;
        /// <summary>s</summary>
        protected static event Action Quiet { add { } remove { } }
        /// <summary>s</summary>
        public abstract int CompareTo(T other);
        /// <summary>s</summary>
        public override string ToString() { return null; }
        /// <summary>s</summary>
        public sealed override int GetHashCode() { return 0; }
        /// <summary>s</summary>
        protected virtual U Make<U, V>(U one, List<V> many, T own) where U : struct where V : Open<T>, IComparable<U> { return one; }
        /// <summary>s</summary>
        [Obsolete("Take Make.", true)] public void Old() { }
        /// <summary>s</summary>
        [Obsolete] public void Older() { Changed(null, null); seen = hidden + alsoHidden; }

        /// <summary>Inside.</summary>
        public struct Inner<U>
        {
            /// <summary>s</summary>
            public U Value;
            /// <summary>s</summary>
            public Dictionary<T, U>.Enumerator Walk() { return default; }
            /// <summary>s</summary>
            public Open<T>.Inner<int> Same(Inner<U>? other) { return default; }
        }

        /// <summary>For those who derive.</summary>
        protected interface INarrow { /** <summary>s</summary> */ void Do(); }
        private class Closed { public class AlsoClosed { } }
    }

    /// <summary>Colours.</summary>
    public enum Color : byte { /** <summary>s</summary> */ Red = 1, /** <summary>s</summary> */ Green, /** <summary>s</summary> */ @default = 255 }

    /// <summary>Sides.</summary>
    [Flags] public enum Sides { /** <summary>s</summary> */ None, /** <summary>s</summary> */ Left = 1, /** <summary>s</summary> */ Right = 2 }

    /// <summary>A delegate.</summary>
    /// <param name="x">The x.</param>
    public delegate TResult Turn<in TArgument, out TResult>(TArgument x, ref int y);

    /// <summary>All ways of handing over.</summary>
    public static class Ways
    {
        /// <summary>Turns <paramref name="one"/> round.</summary>
        /// <param name="one">The first, by <c>value</c>.</param>
        /// <param name="two">The second.</param>
        /// <returns>True, or
        ///   false.</returns>
        public static bool All(int one, ref string two, out DateTime three, in Guid four, params object[] rest) { three = default; return true; }
        /// <summary>s</summary>
        public static void Left(int one = 3, string two = "x", Color three = Color.Green, DateTime four = default, decimal five = 1.5m, int? six = null, long seven = -1, char eight = '\0') { }
        /// <summary>s</summary>
        public static IEnumerable<T> Each<T>(this IEnumerable<T> all, Func<T, bool> which) { return all; }
        /// <summary>s</summary>
        public static unsafe void* Raw(int* at, byte** more) { return at; }
        /// <summary>s</summary>
        public static void More(int first, __arglist) { }
        /// <summary>s</summary>
        public static ref readonly int First(int[] all) { return ref all[0]; }
        /// <summary>s</summary>
        public static void Deep(int[][,] one, List<int[]>[,,] two, IntPtr three, UIntPtr four, TypedReference five) { }
        /// <summary>s</summary>
        public static void Over(int a) { }
        /// <summary>s</summary>
        public static void Over(string a) { }
        /// <summary>s</summary>
        public static void Over(int a, int b) { }
        /// <summary>s</summary>
        public static void Over<T>(T a) where T : struct { }
    }

    /// <summary>A number of its own.</summary>
    public readonly struct Amount : IEquatable<Amount>, IFormattable
    {
        /// <summary>s</summary>
        public Amount(decimal value) { Value = value; }
        /// <summary>s</summary>
        public decimal Value { get; }
        /// <summary>s</summary>
        public static Amount operator +(Amount one, Amount other) { return one; }
        /// <summary>s</summary>
        public static bool operator ==(Amount one, Amount other) { return true; }
        /// <summary>s</summary>
        public static bool operator !=(Amount one, Amount other) { return false; }
        /// <summary>s</summary>
        public static Amount operator -(Amount one) { return one; }
        /// <summary>s</summary>
        public static implicit operator Amount(decimal value) { return default; }
        /// <summary>s</summary>
        public static explicit operator decimal(Amount value) { return 0; }
        /// <summary>s</summary>
        public bool Equals(Amount other) { return true; }
        /// <summary>s</summary>
        public override bool Equals(object other) { return true; }
        /// <summary>s</summary>
        public override int GetHashCode() { return 0; }
        string IFormattable.ToString(string format, IFormatProvider provider) { return null; }
    }

    /// <summary>On the stack.</summary>
    public ref struct Narrow { /** <summary>s</summary> */ public Span Own; }
    /// <summary>s</summary>
    public ref struct Span { }

    /// <summary>An interface.</summary>
    public interface IShape<out T> : IDisposable { /** <summary>s</summary> */ T Area { get; } /** <summary>s</summary> */ event Action Moved; /** <summary>s</summary> */ void Draw(double scale = 1); }

    /// <summary>Names in every script.</summary>
    public sealed class Größe
    {
        /// <summary>s</summary>
        public int ψυχή, 年齢, возраст, عمر, आयु, שם;
        /// <summary>s</summary>
        public void @class(int @event) { }
    }

    internal class Unseen { public void Seen() { } public class Inside { } }
}

/// <summary>Without a namespace.</summary>
public class Bare { /** <summary>s</summary> */ public Bare() { } }
