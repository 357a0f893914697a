/* Stands in for libssl.so.1.1 on systems with OpenSSL 3. It is linked to OpenSSL 3, which still has nearly all functions that
 * .NET Core 3.1 looks up; here are those that version 3 turned into macros. */

typedef struct evp_md_st EVP_MD;
typedef struct ssl_st SSL;
typedef struct x509_st X509;

extern void ERR_new(void);
extern void ERR_set_debug(const char *file, int line, const char *function);
extern void ERR_set_error(int library, int reason, const char *format, ...);
extern int EVP_MD_get_size(const EVP_MD *digest);
extern X509 *SSL_get1_peer_certificate(const SSL *connection);

void ERR_put_error(int library, int function, int reason, const char *file, int line) {
    (void)function;
    ERR_new();
    ERR_set_debug(file, line, "");
    ERR_set_error(library, reason, (void *)0);
}

int EVP_MD_size(const EVP_MD *digest) { return EVP_MD_get_size(digest); }

X509 *SSL_get_peer_certificate(const SSL *connection) { return SSL_get1_peer_certificate(connection); }
