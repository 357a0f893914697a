//! Pictures: decoded by the browser, cut and scaled on a canvas.

use js_sys::{Array, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use super::words;

/// A picture that the browser has decoded.
#[derive(Clone)]
pub(crate) struct Picture {
    image: HtmlImageElement,
    /// Its address on the page, freed with [`Picture::free`].
    pub(crate) address: String,
    /// Its width in pixels.
    pub(crate) width: u32,
    /// Its height in pixels.
    pub(crate) height: u32,
}

/// The part of a picture that is cut out, in its pixels: a square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Square {
    /// From the left.
    pub(crate) left: f64,
    /// From the top.
    pub(crate) top: f64,
    /// Width and height.
    pub(crate) side: f64,
}

impl Picture {
    /// Decodes a file; `None` where the browser knows no such picture.
    pub(crate) async fn decode(file_name: &str, bytes: &[u8]) -> Option<Self> {
        let options = BlobPropertyBag::new();
        // Only of SVG must the browser know the kind: it finds the others out.
        if file_name.to_ascii_lowercase().ends_with(".svg") {
            options.set_type("image/svg+xml");
        }
        let parts = Array::of1(&Uint8Array::from(bytes));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
        let address = Url::create_object_url_with_blob(&blob).ok()?;
        let image = HtmlImageElement::new().ok()?;
        image.set_src(&address);
        let is_decoded = JsFuture::from(image.decode()).await.is_ok();
        let (width, height) = (image.natural_width(), image.natural_height());
        let picture = Self { image, address, width, height };
        if !is_decoded || width == 0 || height == 0 {
            picture.free();
            return None;
        }
        Some(picture)
    }

    /// Frees the address.
    pub(crate) fn free(&self) {
        // An address that is already free is no harm.
        let _ = Url::revoke_object_url(&self.address);
    }

    /// The largest square in the middle.
    pub(crate) fn middle(&self) -> Square {
        let (width, height) = (f64::from(self.width), f64::from(self.height));
        let side = width.min(height);
        Square { left: ((width - side) / 2.0).round(), top: ((height - side) / 2.0).round(), side }
    }

    /// The square of the picture as a PNG with this many pixels a side.
    pub(crate) fn cut(&self, square: Square, pixels: u32) -> Result<Vec<u8>, String> {
        let thrown = |thrown: JsValue| words(&thrown);
        let canvas: HtmlCanvasElement = document().create_element("canvas").map_err(thrown)?.unchecked_into();
        canvas.set_width(pixels);
        canvas.set_height(pixels);
        let context = canvas.get_context("2d").map_err(thrown)?.ok_or("The browser has no canvas.")?;
        // An older browser has no such quality; then the picture is a little coarser.
        let _ = Reflect::set(&context, &JsValue::from_str("imageSmoothingQuality"), &JsValue::from_str("high"));
        let context: CanvasRenderingContext2d = context.unchecked_into();
        let Square { left, top, side } = square;
        let to = f64::from(pixels);
        context
            .draw_image_with_html_image_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.image,
                left,
                top,
                side,
                side,
                0.0,
                0.0,
                to,
                to,
            )
            .map_err(thrown)?;
        let address = canvas.to_data_url().map_err(thrown)?;
        let (_, base64) = address.split_once(',').ok_or("The browser gave no picture.")?;
        let binary = window().atob(base64).map_err(thrown)?;
        // Each character of what atob gives is one byte.
        Ok(binary.chars().filter_map(|character| u8::try_from(u32::from(character)).ok()).collect())
    }
}
